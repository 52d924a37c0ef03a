/// The style of a text in colour output.
enum Style: Sendable, Hashable {
  case plain
  case heading
  /// On, allowed, fine.
  case good
  /// Off, never, unimportant.
  case faint
  /// Locked, closed, expired.
  case bad

  /// The text in the terminal's own colours (ECMA-48, SGR).
  func applied(to text: String) -> String {
    switch self {
    case .plain: text
    case .heading: "\u{1B}[1m\(text)\u{1B}[0m"
    case .good: "\u{1B}[32m\(text)\u{1B}[0m"
    case .faint: "\u{1B}[2m\(text)\u{1B}[0m"
    case .bad: "\u{1B}[31m\(text)\u{1B}[0m"
    }
  }
}
