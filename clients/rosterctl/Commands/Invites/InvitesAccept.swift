import ArgumentParser
import RosterClient

struct InvitesAccept: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Accept an invitation, as an existing or a new user.",
    discussion: """
      Only for callers that authenticate users: the caller must have authenticated this one.

      EXAMPLES
        rosterctl invites accept --link-file mail.eml --user bob@example.com
        rosterctl invites accept --link-file mail.eml --register --first-name Carol --last-name Shaw
      """
  )

  @OptionGroup var link: LinkOption

  @OptionGroup var acceptor: AcceptorOptions

  @OptionGroup var options: GlobalOptions

  var purpose: String { "accept the invitation" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let token = try link.token(console.terminal)
    let acceptance =
      if let user = acceptor.user {
        try await roster.invitations.acceptInvitation(token: token, user: user.id(at: roster))
      } else {
        try await roster.invitations.acceptInvitation(token: token, registering: acceptor.newUser)
      }
    switch console.format {
    case .table, .wide:
      console.show(AccountUser(user: acceptance.user, membership: acceptance.membership))
    case .json, .csv: console.answer(Cell(""), acceptance.json)
    }
  }
}
