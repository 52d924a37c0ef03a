import ArgumentParser
import RosterClient

struct MembersTransfer: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "transfer",
    abstract: "Make a member the owner of the account.",
    discussion: """
      The former owner stays a member. It asks for confirmation; without a terminal --yes is required.

      EXAMPLES
        rosterctl members transfer 1 bob@example.com
        rosterctl members transfer 1 2 --former-owner-permissions invoices,tickets --dry-run
      """
  )

  @Argument(help: "The account, by id.")
  var account: Identifier

  @Argument(help: "The new owner, by id or e-mail address.")
  var user: UserReference

  @Option(
    help: ArgumentHelp(
      "The former owner's permissions: comma-separated names, all, or none.",
      valueName: "names"
    )
  )
  var formerOwnerPermissions: PermissionsArgument?

  @Flag(help: "Check everything and show the result, but change nothing.")
  var dryRun = false

  @OptionGroup var revision: AccountRevisionOption

  @OptionGroup var options: GlobalOptions

  var purpose: String { "transfer account \(account) to user \(user)" }

  var confirmation: String? {
    dryRun ? nil : "Make user \(user) the owner of account \(account)?"
  }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let id = try await user.id(at: roster)
    let transfer = try await roster.accounts.transferOwnership(
      account: account.id,
      to: id,
      formerOwnerPermissions: formerOwnerPermissions?.permissions,
      expectedRevision: revision.expectedRevision,
      validateOnly: dryRun
    )
    console.showTransfer(transfer)
    if dryRun { console.note("nothing was changed: --dry-run only shows the result") }
  }
}

extension Console {
  /// A table with both members, or the whole reply for programs.
  fileprivate func showTransfer(_ transfer: TransferOwnershipResponse) {
    switch format {
    case .table, .wide: show([transfer.owner, transfer.formerOwner].compactMap(\.self))
    case .json, .csv: answer(Cell(""), transfer.json)
    }
  }
}
