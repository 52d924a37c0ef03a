import ArgumentParser
import RosterClient

struct UsersGet: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "get",
    abstract: "Show a user.",
    discussion: """
      EXAMPLES
        rosterctl users get 1
        rosterctl users get ada@example.com -o json
      """
  )

  @Argument(help: "The user, by id or e-mail address.")
  var user: UserReference

  @OptionGroup var options: GlobalOptions

  var purpose: String { "get user \(user)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    console.showRecord(try await roster.users.getUser(GetUserRequest(selector: user.selector)))
  }
}
