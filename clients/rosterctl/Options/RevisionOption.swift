import ArgumentParser

/// The guard against changing what has changed since it was read.
struct RevisionOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Only if this is still its revision; 'get' and '-o wide' show it.",
      valueName: "revision"
    )
  )
  var expectedRevision: Int64 = 0

  func validate() throws {
    guard expectedRevision >= 0 else { throw ValidationError("--expected-revision is a number from 1.") }
  }
}
