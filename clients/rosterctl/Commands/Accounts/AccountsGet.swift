import ArgumentParser
import RosterClient

struct AccountsGet: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "get",
    abstract: "Show an account.",
    discussion: """
      EXAMPLES
        rosterctl accounts get 1
      """
  )

  @Argument(help: "The account, by id.")
  var account: Identifier

  @OptionGroup var options: GlobalOptions

  var purpose: String { "get account \(account)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    console.showRecord(try await roster.accounts.getAccount(id: account.id))
  }
}
