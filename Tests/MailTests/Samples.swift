@testable import Mail

extension MailMessage {
  /// A message with default values for what a test does not set.
  static func sample(
    id: String = "42",
    to: String = "bob@example.net",
    toName: String = "",
    fromName: String = "Roster",
    subject: String = "Hello",
    text: String = "Good day.\n",
    html: String = "<p>Good day.</p>\n"
  ) throws -> MailMessage {
    try MailMessage(
      id: id,
      from: MailAddress("no-reply@example.com", name: fromName),
      to: MailAddress(to, name: toName),
      subject: subject,
      text: text,
      html: html,
      time: 1_763_710_935_000_007
    )
  }

  var wireText: String { String(decoding: bytes, as: UTF8.self) }

  /// The header section's lines, still folded.
  var headerLines: [String] {
    let lines = wireText.split(separator: "\r\n", omittingEmptySubsequences: false)
    return lines.prefix { !$0.isEmpty }.map(String.init)
  }

  /// A header field's value, unfolded.
  func field(_ name: String) -> String? {
    headerLines.joined(separator: "\n").replacing("\n ", with: " ").split(separator: "\n")
      .first { $0.hasPrefix("\(name): ") }.map { String($0.dropFirst(name.count + 2)) }
  }
}

/// The MailError that `body` throws; nil if it throws nothing or another error.
func mailError(_ body: () throws -> Void) -> MailError? {
  do {
    try body()
    return nil
  } catch {
    return error as? MailError
  }
}
