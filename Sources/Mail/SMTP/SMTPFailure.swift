import CCurl

/// A failed delivery, and whether a retry could succeed.
struct SMTPFailure {
  let code: CURLcode
  /// The server's last reply code; 0 for none.
  let reply: Int
  /// The server's last line of 4xx or 5xx; empty for none.
  let refusal: String
  /// Whether the server had accepted the envelope and the text was being sent.
  let isBodyStarted: Bool

  var error: MailError {
    MailError(
      isAboutTheMail ? .permanent : .transient,
      description,
      // A server that refuses the text says so in its last reply.
      mayHaveArrived: isBodyStarted && reply < 400
    )
  }

  /// A 5xx reply to MAIL, RCPT, DATA or the text. If the server rejects the authentication (RFC 4954, section
  /// 6: 530 to 538), every mail fails until an operator changes that: then retrying is right.
  private var isAboutTheMail: Bool {
    guard (500..<600).contains(reply), !(530...538).contains(reply) else { return false }
    // libcurl fails with the first for a refused command, with the second for a refused greeting or text.
    return code == CURLE_SEND_ERROR || (code == CURLE_WEIRD_SERVER_REPLY && isBodyStarted)
  }

  private var description: String {
    let explanation = CurlHandle.explanation(of: code)
    return refusal.isEmpty ? explanation : "\(refusal) (\(explanation))"
  }
}
