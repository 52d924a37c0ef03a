import ArgumentParser

/// Protects against overwriting a change made since the value was read.
struct RevisionOption: ParsableArguments {
  @Option(
    name: .customLong("expected-revision"),
    help: ArgumentHelp(
      "Change it only if it still has this revision ('get' and '-o wide' show it).",
      valueName: "revision"
    )
  )
  var revision: Revision?

  /// The value for calls; 0 disables the check.
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
