import ArgumentParser

/// The guard against changing what has changed since it was read.
struct RevisionOption: ParsableArguments {
  @Option(
    name: .customLong("expected-revision"),
    help: ArgumentHelp(
      "Only if this is still its revision; 'get' and '-o wide' show it.",
      valueName: "revision"
    )
  )
  var revision: Revision?

  /// As calls take it: 0 checks nothing.
  var expectedRevision: Int64 { revision?.number ?? 0 }
}

/// The same, for what is made in an account.
struct AccountRevisionOption: ParsableArguments {
  @Option(
    name: .customLong("expected-revision"),
    help: ArgumentHelp(
      "Only if this is still the account's revision; 'accounts get' shows it.",
      valueName: "revision"
    )
  )
  var revision: Revision?

  /// As calls take it: 0 checks nothing.
  var expectedRevision: Int64 { revision?.number ?? 0 }
}

/// A revision on the command line.
struct Revision: Hashable, ParsedArgument {
  let number: Int64

  init(parsing text: String) throws(ValidationError) {
    guard let number = Identifier.id(text) else {
      throw ValidationError("'\(text)' is no revision: a revision is a number from 1")
    }
    self.number = number
  }
}
