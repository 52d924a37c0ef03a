import ArgumentParser
import RosterClient

struct MembersAssociate: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "associate",
    abstract: "Give an existing user access to an account, directly or by invitation.",
    discussion: """
      Permissions: \(PermissionsArgument.names). No permission includes another. With --invite the user gets \
      an e-mail, and access after accepting. 'invites send' invites somebody who is no user yet.

      EXAMPLES
        rosterctl members associate 1 bob@example.com --permissions products,tickets
        rosterctl members associate 1 3 --permissions all --expires +30d
        rosterctl members associate 1 carol@example.com --permissions orders --invite
      """
  )

  @OptionGroup var member: MemberArguments

  @Option(
    help: ArgumentHelp("The permissions: comma-separated names, all, or none.", valueName: "names")
  )
  var permissions: PermissionsArgument

  @Option(
    help: ArgumentHelp("When access ends: a time, a date, +30d, or never.", valueName: "time")
  )
  var expires: ExpiryArgument = .never

  @Flag(help: "Send an invitation instead.")
  var invite = false

  @OptionGroup var revision: AccountRevisionOption

  @OptionGroup var options: GlobalOptions

  var purpose: String { "associate user \(member.user) with account \(member.account)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let user = try await member.user.id(at: roster)
    let expiry = expires.expiry(now: console.presentation.now)
    if invite {
      let invitation = try await roster.accounts.inviteUser(
        account: member.account.id,
        user: user,
        permissions: permissions.permissions,
        expiry: expiry,
        expectedRevision: revision.expectedRevision
      )
      return console.show(invitation)
    }
    let membership = try await roster.accounts.associateUser(
      account: member.account.id,
      user: user,
      permissions: permissions.permissions,
      expiry: expiry,
      expectedRevision: revision.expectedRevision
    )
    console.show(membership)
  }
}
