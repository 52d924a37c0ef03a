import ArgumentParser
import RosterClient

struct MembersAssociate: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "associate",
    abstract: "Give an existing user access to an account, at once or by invitation.",
    discussion: """
      Permissions: \(PermissionsArgument.names). None includes another. With --invite the user is asked by \
      e-mail, and has access once they accept; 'invites send' invites an address that no user has.

      EXAMPLES
        rosterctl members associate 1 bob@example.com --permissions products,tickets
        rosterctl members associate 1 3 --permissions all --expires +30d
        rosterctl members associate 1 carol@example.com --permissions orders --invite
      """
  )

  @OptionGroup var member: MemberArguments

  @Option(
    help: ArgumentHelp("What the user may do: names with commas between, all, or none.", valueName: "names")
  )
  var permissions: PermissionsArgument

  @Option(
    help: ArgumentHelp("When access ends: RFC 3339, a date, such as +30d, or never.", valueName: "time")
  )
  var expires: ExpiryArgument = .never

  @Flag(help: "Ask the user by e-mail first.")
  var invite = false

  @OptionGroup var revision: AccountRevisionOption

  @OptionGroup var options: GlobalOptions

  var purpose: String { "associate user \(member.user) with account \(member.account)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let user = try await member.user.id(at: roster)
    let expiry = expires.expiry(now: console.presentation.now)
    if invite {
      let invitation = try await roster.members.invite(
        account: member.account.id,
        user: user,
        permissions: permissions.permissions,
        expiry: expiry,
        expectedRevision: revision.expectedRevision
      )
      return console.show(invitation)
    }
    let membership = try await roster.members.associate(
      account: member.account.id,
      user: user,
      permissions: permissions.permissions,
      expiry: expiry,
      expectedRevision: revision.expectedRevision
    )
    console.show(membership)
  }
}
