import ArgumentParser
import RosterClient

struct AccountsRename: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "rename",
    abstract: "Rename an account.",
    discussion: """
      EXAMPLES
        rosterctl accounts rename 1 "Difference Engines"
      """
  )

  @Argument(help: "The account, by id.")
  var account: Identifier

  @Argument(help: "The new name.")
  var name: String

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "rename account \(account)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let revision = revision.expectedRevision
    console.show(
      try await roster.accounts.renameAccount(id: account.id, to: name, expectedRevision: revision)
    )
  }
}
