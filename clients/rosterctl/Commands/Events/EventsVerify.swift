import ArgumentParser
import RosterClient

struct EventsVerify: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Verify the hash chain of the events.",
    discussion: """
      The exit code is 0 only if no event is missing or changed. Somebody who can write to the database \
      file can forge all of it: store the last id and hash elsewhere, and check them later with --end.

      EXAMPLES
        rosterctl events verify
        rosterctl events verify --end 1200
      """
  )

  @Option(help: ArgumentHelp("The first event to verify (default: the first there is).", valueName: "id"))
  var start: Identifier?

  @Option(help: ArgumentHelp("The last event to verify (default: the last there is).", valueName: "id"))
  var end: Identifier?

  @OptionGroup var options: GlobalOptions

  var purpose: String { "verify the events" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    var sum = VerifyEventsResponse()
    for try await reply in roster.events.verifyEvents(from: start?.id ?? 0, through: end?.id ?? 0) {
      sum.verifiedCount += reply.verifiedCount
      if reply.lastID != 0 { (sum.lastID, sum.lastHash) = (reply.lastID, reply.lastHash) }
      (sum.brokenID, sum.fault) = (reply.brokenID, reply.fault)
      // What follows the first fault is not counted.
      guard reply.brokenID == 0 else { break }
      if !reply.nextPageToken.isEmpty { console.progress("\(sum.verifiedCount) events in order") }
    }
    console.progress("")
    console.answer(Cell(sum.sentence, sum.brokenID == 0 ? .good : .bad), sum.json)
    guard sum.brokenID == 0 else { throw Failure(status: .refused) }
  }
}

extension VerifyEventsResponse {
  /// The result as a sentence.
  fileprivate var sentence: String {
    let found =
      lastID == 0
      ? "no event is in order"
      : "\(verifiedCount) in order, the last \(lastID), \(Hexadecimal.text(lastHash))"
    guard brokenID != 0 else { return lastID == 0 ? "there are no events" : found }
    return "broken at event \(brokenID): \(fault.explanation); \(found)"
  }

  fileprivate var json: JSON {
    [
      "verified_count": .int(verifiedCount),
      "broken_id": .int(brokenID),
      "fault": brokenID == 0 ? .null : JSON(fault),
      "last_id": .int(lastID),
      "last_hash": .string(Hexadecimal.text(lastHash)),
    ]
  }
}

extension ChainFault {
  fileprivate var explanation: String {
    switch self {
    case .missing: "it is missing"
    case .hash: "it was altered"
    case .link: "the event before it was altered or exchanged"
    case .head: "it is not the event that the database says to be the last"
    default: name
    }
  }
}
