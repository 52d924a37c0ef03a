import ArgumentParser

/// A command-line value with its own error messages.
///
/// An `@Argument` or `@Option` of such a type needs no `transform:` and no `completion:`.
protocol ParsedArgument: Sendable {
  /// - Throws: an error that names the wrong value and says what is allowed.
  init(parsing text: String) throws(ValidationError)

  /// How a shell completes it.
  static var completion: CompletionKind { get }
}

extension ParsedArgument {
  static var completion: CompletionKind { .default }

  @Sendable fileprivate static func parse(_ text: String) throws -> Self {
    try Self(parsing: text)
  }
}

extension Argument {
  init(help: ArgumentHelp) where Value: ParsedArgument {
    self.init(help: help, completion: Value.completion, transform: Value.parse)
  }

  init<Parsed: ParsedArgument>(help: ArgumentHelp) where Value == Parsed? {
    self.init(help: help, completion: Parsed.completion, transform: Parsed.parse)
  }
}

// The word after such an option is always its value, even if it begins with '-': `-7d` is a time, and `-1`
// is refused as an id.
extension Option {
  init(help: ArgumentHelp) where Value: ParsedArgument {
    self.init(
      parsing: .unconditional,
      help: help,
      completion: Value.completion,
      transform: Value.parse
    )
  }

  init(wrappedValue: Value, help: ArgumentHelp) where Value: ParsedArgument {
    self.init(
      wrappedValue: wrappedValue,
      parsing: .unconditional,
      help: help,
      completion: Value.completion,
      transform: Value.parse
    )
  }

  init<Parsed: ParsedArgument>(
    name: NameSpecification = .long,
    help: ArgumentHelp
  ) where Value == Parsed? {
    self.init(
      name: name,
      parsing: .unconditional,
      help: help,
      completion: Parsed.completion,
      transform: Parsed.parse
    )
  }
}
