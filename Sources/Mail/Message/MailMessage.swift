/// A mail to one recipient, as plain text and as HTML.
package struct MailMessage: Sendable, Hashable {
  /// The sender's id of the mail; with the time it makes the Message-ID.
  package let id: String
  package let from: MailAddress
  package let to: MailAddress
  package let subject: String
  package let text: String
  package let html: String
  /// When the mail was created, in microseconds since 1970, UTC.
  package let time: Int64

  /// - Throws: `permanent` if the subject has a control character, which could begin another header field, or
  ///   the id has other characters than letters, digits and hyphens.
  package init(
    id: String,
    from: MailAddress,
    to: MailAddress,
    subject: String,
    text: String,
    html: String,
    time: Int64
  ) throws(MailError) {
    guard !id.isEmpty, id.utf8.allSatisfy(Self.isIDText) else {
      throw MailError(.permanent, "a mail's id must be made of letters, digits and hyphens")
    }
    self.id = id
    self.from = from
    self.to = to
    self.subject = try HeaderText.checked(subject, "subject")
    self.text = text
    self.html = html
    self.time = time
  }

  /// The same each time the mail is sent, so that duplicates can be recognised.
  package var messageID: String { "<\(id).\(time)@\(from.domain)>" }

  /// The message as sent: RFC 5322 with MIME (RFC 2045, 2046), lines ending in CRLF.
  ///
  /// Equal messages give equal bytes.
  package var bytes: [UInt8] {
    let parts = [("text/plain", BodyText(text)), ("text/html", BodyText(html))]
    let boundary = boundary(for: parts.map(\.1))
    var header = ""
    header += HeaderText.field("Date", [MailDate.header(microseconds: time)])
    header += HeaderText.field("From", HeaderText.words(of: from))
    header += HeaderText.field("To", HeaderText.words(of: to))
    header += HeaderText.field("Subject", HeaderText.words(ofText: subject))
    header += HeaderText.field("Message-ID", [messageID])
    // RFC 3834: asks for no automatic replies.
    header += HeaderText.field("Auto-Submitted", ["auto-generated"])
    header += HeaderText.field("MIME-Version", ["1.0"])
    header += HeaderText.field("Content-Type", ["multipart/alternative;", "boundary=\"\(boundary)\""])
    var bytes = Array(header.utf8)
    for (type, body) in parts {
      bytes += "\r\n--\(boundary)\r\n".utf8
      bytes += HeaderText.field("Content-Type", ["\(type);", "charset=utf-8"]).utf8
      bytes += HeaderText.field("Content-Transfer-Encoding", [body.encoding]).utf8
      bytes += "\r\n".utf8
      bytes += body.bytes
    }
    bytes += "\r\n--\(boundary)--\r\n".utf8
    return bytes
  }

  /// A boundary that occurs in no body (RFC 2046, section 5.1.1).
  private func boundary(for bodies: [BodyText]) -> String {
    let texts = bodies.map { String(decoding: $0.bytes, as: UTF8.self) }
    return (0...).lazy.map { "=_\(id)_\(time)_\($0)" }
      .first { boundary in !texts.contains { $0.contains(boundary) } }!
  }

  private static func isIDText(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "-"): true
    default: false
    }
  }
}
