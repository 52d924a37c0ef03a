import ArgumentParser
import RosterClient

/// The filters of a list of events.
struct EventFilterOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Who did it: system, staff, service or user, or one of them, such as user:5.",
      valueName: "kind[:id]"
    )
  )
  var actor: KindReference<ActorKind>?

  @Option(
    help: ArgumentHelp(
      "What changed: \(KindReference<TargetKind>.names), or one of them, such as user:5.",
      valueName: "kind[:id]"
    )
  )
  var target: KindReference<TargetKind>?

  @Option(help: ArgumentHelp("The account that the event belongs to.", valueName: "account"))
  var account: Identifier?

  @Option(
    help: ArgumentHelp(
      "The kind, such as user.updated, or user.* for all kinds of a noun.",
      valueName: "kind"
    )
  )
  var kind: EventKindArgument?

  @Option(help: ArgumentHelp("The request id of the call that caused it.", valueName: "id"))
  var byRequest = ""

  @Option(
    help: ArgumentHelp("Happened at this time or later: a time, a date, or -7d.", valueName: "time")
  )
  var since: TimeArgument?

  @Option(help: ArgumentHelp("Happened before this time.", valueName: "time"))
  var until: TimeArgument?

  @Option(help: ArgumentHelp("Only events with a higher id than this.", valueName: "id"))
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
