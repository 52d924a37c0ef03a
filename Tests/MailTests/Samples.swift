@testable import Mail

extension MailMessage {
  /// A message of which a test says what matters to it.
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

  /// The header section's lines as they stand, folds included.
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

/// What `body` throws, as a MailError; nil if it throws nothing or something else.
func mailError(_ body: () throws -> Void) -> MailError? {
  do {
    try body()
    return nil
  } catch {
    return error as? MailError
  }
}
