import ArgumentParser
import RosterClient

struct InvitesDecline: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "decline",
    abstract: "Decline an invitation. This cannot be undone.",
    discussion: """
      It asks for confirmation; without a terminal --yes is required.

      EXAMPLES
        rosterctl invites decline --link-file mail.eml
      """
  )

  @OptionGroup var link: LinkOption

  @OptionGroup var options: GlobalOptions

  var purpose: String { "decline the invitation" }

  var confirmation: String? { "Decline the invitation? This cannot be undone." }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let refusal = try await roster.invitations.declineInvitation(token: link.token(console.terminal))
    console.done("Declined the invitation.", ["declined": true, "revision": .int(refusal)])
  }
}
