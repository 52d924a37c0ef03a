import ArgumentParser
import RosterClient

struct AccountsUpdate: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "update",
    abstract: "Change an account's name, or require a second factor of its members.",
    discussion: """
      Only the given fields change. A member without a second factor has to set one up at the next sign-in.

      EXAMPLES
        rosterctl accounts update 1 --require-two-factor
        rosterctl accounts update 1 --name "Difference Engines" --no-require-two-factor
      """
  )

  @Argument(help: "The account, by id.")
  var account: Identifier

  @Option(help: ArgumentHelp("The new name.", valueName: "name"))
  var name: String?

  @Flag(inversion: .prefixedNo, help: "Whether its members must have a second factor.")
  var requireTwoFactor: Bool?

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "update account \(account)" }

  func validate() throws {
    guard changes != AccountChanges() else {
      throw ValidationError(
        "Pass at least one change: --name, --require-two-factor or --no-require-two-factor."
      )
    }
  }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let revision = revision.expectedRevision
    console.show(try await roster.accounts.updateAccount(id: account.id, changes, expectedRevision: revision))
  }

  private var changes: AccountChanges {
    AccountChanges(name: name, twoFactorRequired: requireTwoFactor)
  }
}
