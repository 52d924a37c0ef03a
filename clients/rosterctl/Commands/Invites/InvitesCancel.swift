import ArgumentParser
import RosterClient

struct InvitesCancel: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel",
    abstract: "Cancel a pending invitation and send a mail about it.",
    discussion: """
      It asks for confirmation; without a terminal --yes is required.

      EXAMPLES
        rosterctl invites cancel 1
      """
  )

  @Argument(help: "The invitation, by id.")
  var invitation: Identifier

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "cancel invitation \(invitation)" }

  var confirmation: String? { "Cancel invitation \(invitation)? This cannot be undone." }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    console.show(
      try await roster.invitations.cancelInvitation(
        id: invitation.id,
        expectedRevision: revision.expectedRevision
      )
    )
  }
}
