import ArgumentParser

/// The revision that an account must have for a change to be made.
struct AccountRevisionOption: ParsableArguments {
  @Option(
    name: .customLong("expected-revision"),
    help: ArgumentHelp(
      "Only if the account still has this revision ('accounts get' shows it).",
      valueName: "revision"
    )
  )
  var revision: Revision?

  /// The value for calls; 0 disables the check.
  var expectedRevision: Int64 { revision?.number ?? 0 }
}
