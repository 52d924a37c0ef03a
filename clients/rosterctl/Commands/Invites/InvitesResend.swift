import ArgumentParser
import RosterClient

struct InvitesResend: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "resend",
    abstract: "Send an invitation again, with a new link and a new expiry.",
    discussion: """
      Links in earlier mails stop working. An expired invitation becomes pending again.

      EXAMPLES
        rosterctl invites resend 1
      """
  )

  @Argument(help: "The invitation, by id.")
  var invitation: Identifier

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "resend invitation \(invitation)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    console.show(
      try await roster.invitations.resendInvitation(
        id: invitation.id,
        expectedRevision: revision.expectedRevision
      )
    )
  }
}
