import ArgumentParser
import RosterClient

struct EventsList: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List events, the newest first.",
    discussion: """
      Conditions combine: an event is listed that meets all of them. BROKER, in the wide table, is who \
      called for the actor.

      Kinds: \(EventKindArgument.kinds.joined(separator: ", ")).

      EXAMPLES
        rosterctl events list --account 1
        rosterctl events list --actor staff:2 --since -7d
        rosterctl events list --target user:5 --kind "user.*" --oldest-first --all -o json
      """,
    aliases: ["ls"]
  )

  @OptionGroup(title: "Conditions") var filter: EventFilterOptions

  @Flag(help: "Begin with the oldest.")
  var oldestFirst = false

  @OptionGroup(title: "How much") var paging: PagingOptions

  @OptionGroup var options: GlobalOptions

  var purpose: String { "list events" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let filter = filter.filter(now: console.presentation.now)
    try await console.list(paging) { pageSize in
      roster.events.list(filter, newestFirst: !oldestFirst, pageSize: pageSize)
    }
  }
}

/// The conditions of a list of events.
struct EventFilterOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Was caused by: system, staff, service or user, or such as user:5.",
      valueName: "kind[:id]"
    )
  )
  var actor: KindReference<ActorKind>?

  @Option(
    help: ArgumentHelp(
      "Happened to such: \(KindReference<TargetKind>.names), or one of them: user:5.",
      valueName: "kind[:id]"
    )
  )
  var target: KindReference<TargetKind>?

  @Option(help: ArgumentHelp("Concerns this account.", valueName: "account"))
  var account: Identifier?

  @Option(
    help: ArgumentHelp("Is of this kind, such as user.updated, or of a noun's: user.*.", valueName: "kind")
  )
  var kind: EventKindArgument?

  @Option(help: ArgumentHelp("Was caused by the call with this request id.", valueName: "id"))
  var byRequest = ""

  @Option(
    help: ArgumentHelp("Happened then or later: RFC 3339, a date, or such as -7d.", valueName: "time")
  )
  var since: TimeArgument?

  @Option(help: ArgumentHelp("Happened before then.", valueName: "time"))
  var until: TimeArgument?

  @Option(help: ArgumentHelp("Comes after this event.", valueName: "id"))
  var after: Identifier?

  func filter(now: Timestamp) -> EventFilter {
    EventFilter(
      actorKind: actor?.kind ?? .unspecified,
      actorID: actor?.id ?? 0,
      targetKind: target?.kind ?? .unspecified,
      targetID: target?.id ?? 0,
      accountID: account?.id ?? 0,
      kind: kind?.pattern ?? "",
      requestID: byRequest,
      timeAfter: since?.time(now: now),
      timeBefore: until?.time(now: now),
      afterID: after?.id ?? 0
    )
  }
}
