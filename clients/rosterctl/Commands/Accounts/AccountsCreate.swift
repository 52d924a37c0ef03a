import ArgumentParser
import RosterClient

struct AccountsCreate: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Create an account with its owner.",
    discussion: """
      EXAMPLES
        rosterctl accounts create "Analytical Engines" --owner ada@example.com
      """
  )

  @Argument(help: "The account's name.")
  var name: String

  @Option(help: ArgumentHelp("The owner, by id or e-mail address.", valueName: "user"))
  var owner: UserReference

  @OptionGroup var options: GlobalOptions

  var purpose: String { "create account '\(name)'" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let ownerID = try await owner.id(at: roster)
    console.show(try await roster.accounts.createAccount(name: name, ownerID: ownerID))
  }
}
