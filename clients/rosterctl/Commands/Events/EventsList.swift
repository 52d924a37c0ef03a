import ArgumentParser
import RosterClient

struct EventsList: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List events, the newest first.",
    discussion: """
      Lists the events that match all filters. BROKER, in the wide table, is the caller that acted for the \
      actor.

      Kinds: \(EventKindArgument.kinds.joined(separator: ", ")).

      EXAMPLES
        rosterctl events list --account 1
        rosterctl events list --actor staff:2 --since -7d
        rosterctl events list --target user:5 --kind "user.*" --oldest-first --all -o json
      """,
    aliases: ["ls"]
  )

  @OptionGroup(title: "Filters") var filter: EventFilterOptions

  @Flag(help: "List the oldest first.")
  var oldestFirst = false

  @OptionGroup(title: "Paging") var paging: PagingOptions

  @OptionGroup var options: GlobalOptions

  var purpose: String { "list events" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let filter = filter.filter(now: console.presentation.now)
    try await console.list(paging) { pageSize in
      roster.events.listEvents(filter, newestFirst: !oldestFirst, pageSize: pageSize)
    }
  }
}
