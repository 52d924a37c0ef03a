import ArgumentParser
import RosterClient

struct PasskeysList: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the passkeys of a user.",
    discussion: """
      EXAMPLES
        rosterctl passkeys list ada@example.com
      """,
    aliases: ["ls"]
  )

  @Argument(help: "The user, by id or e-mail address.")
  var user: UserReference

  @OptionGroup(title: "Paging") var paging: PagingOptions
  @OptionGroup var options: GlobalOptions

  var purpose: String { "list the passkeys of user \(user)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let id = try await user.id(at: roster)
    try await console.list(paging) { roster.passkeys.listPasskeys(ofUser: id, pageSize: $0) }
  }
}
