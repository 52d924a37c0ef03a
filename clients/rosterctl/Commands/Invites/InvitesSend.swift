import ArgumentParser
import RosterClient

struct InvitesSend: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "send",
    abstract: "Invite an e-mail address, be it of a user or not, to an account.",
    discussion: """
      The mail has a link to accept with. Permissions: \(PermissionsArgument.names). None includes another. \
      --dry-run warns of what would refuse the invitation, and then exits with 1.

      EXAMPLES
        rosterctl invites send 1 carol@example.com --permissions tickets,invoices
        rosterctl invites send 1 carol@example.com --permissions all --expires +30d --language de
      """
  )

  @Argument(help: "The account, by id.")
  var account: Identifier

  @Argument(help: "The address to send it to.")
  var email: String

  @Option(
    help: ArgumentHelp(
      "What the member may do: names with commas between, all, or none.",
      valueName: "names"
    )
  )
  var permissions: PermissionsArgument

  @Option(
    help: ArgumentHelp("When access ends: RFC 3339, a date, such as +30d, or never.", valueName: "time")
  )
  var expires: ExpiryArgument = .never

  @Option(
    help: ArgumentHelp("The language to write in where no user has the address (BCP 47).", valueName: "tag")
  )
  var language = ""

  @Flag(help: "Check everything and show what would be, but change nothing.")
  var dryRun = false

  @OptionGroup var revision: AccountRevisionOption

  @OptionGroup var options: GlobalOptions

  var purpose: String { "invite \(email) to account \(account)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let reply = try await roster.invitations.create(
      account: account.id,
      email: email,
      permissions: permissions.permissions,
      expiry: expires.expiry(now: console.presentation.now),
      language: language,
      expectedRevision: revision.expectedRevision,
      validateOnly: dryRun
    )
    switch console.format {
    case .table, .wide: console.show(reply.invitation ?? .blank)
    case .json, .csv: console.answer(Cell(""), reply.json)
    }
    for warning in reply.warnings {
      console.note("warning: \(warning.message) (\(warning.reason))")
    }
    guard dryRun else { return }
    console.note("nothing was changed: --dry-run shows what would be")
    if reply.warnings.contains(where: \.blocking) { throw Failure(status: .refused) }
  }
}
