import ArgumentParser
import RosterClient

struct InvitesSend: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "send",
    abstract: "Invite an e-mail address to an account. It need not belong to a user.",
    discussion: """
      The mail contains a link to accept. Permissions: \(PermissionsArgument.names). No permission \
      includes another. --dry-run shows what would block the invitation, and then exits with 1.

      EXAMPLES
        rosterctl invites send 1 carol@example.com --permissions tickets,invoices
        rosterctl invites send 1 carol@example.com --permissions all --expires +30d --language de
      """
  )

  @Argument(help: "The account, by id.")
  var account: Identifier

  @Argument(help: "The e-mail address.")
  var email: String

  @Option(
    help: ArgumentHelp(
      "The permissions: comma-separated names, all, or none.",
      valueName: "names"
    )
  )
  var permissions: PermissionsArgument

  @Option(
    help: ArgumentHelp("When access ends: a time, a date, +30d, or never.", valueName: "time")
  )
  var expires: ExpiryArgument = .never

  @Option(
    help: ArgumentHelp("The mail's language if the address belongs to no user (BCP 47).", valueName: "tag")
  )
  var language = ""

  @Flag(help: "Check everything and show the result, but change nothing.")
  var dryRun = false

  @OptionGroup var revision: AccountRevisionOption

  @OptionGroup var options: GlobalOptions

  var purpose: String { "invite \(email) to account \(account)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let reply = try await roster.invitations.createInvitation(
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
    console.note("nothing was changed: --dry-run only shows the result")
    if reply.warnings.contains(where: \.blocking) { throw Failure(status: .refused) }
  }
}
