import CCurl

/// A delivery that failed, and whether another could succeed.
struct SMTPFailure {
  let code: CURLcode
  /// The server's last reply code; 0 for none.
  let reply: Int
  /// Its last line of 4xx or 5xx; empty for none.
  let refusal: String
  /// Whether the server had accepted the envelope and was being sent the text.
  let isBodyStarted: Bool

  var error: MailError {
    MailError(
      isAboutTheMail ? .permanent : .transient,
      description,
      // A server that refuses the text says so with its last reply.
      mayHaveArrived: isBodyStarted && reply < 400
    )
  }

  /// A 5xx reply to MAIL, RCPT, DATA or the text. Where the server does not let us in, or not so (RFC 4954,
  /// section 6: 530 to 538), every mail would fail alike and an operator will mend it: that is worth waiting
  /// for.
  private var isAboutTheMail: Bool {
    guard (500..<600).contains(reply), !(530...538).contains(reply) else { return false }
    // libcurl fails with the former for a refused command, with the latter for a refused greeting or text.
    return code == CURLE_SEND_ERROR || (code == CURLE_WEIRD_SERVER_REPLY && isBodyStarted)
  }

  private var description: String {
    let explanation = CurlHandle.explanation(of: code)
    return refusal.isEmpty ? explanation : "\(refusal) (\(explanation))"
  }
}
