import ArgumentParser
import RosterClient

struct SessionsList: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the sessions of a user that have not ended.",
    discussion: """
      EXAMPLES
        rosterctl sessions list ada@example.com
        rosterctl sessions list 1 -o json
      """,
    aliases: ["ls"]
  )

  @Argument(help: "The user, by id or e-mail address.")
  var user: UserReference

  @OptionGroup(title: "Paging") var paging: PagingOptions
  @OptionGroup var options: GlobalOptions

  var purpose: String { "list the sessions of user \(user)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let id = try await user.id(at: roster)
    try await console.list(paging) { roster.sessions.listSessions(ofUser: id, pageSize: $0) }
  }
}
