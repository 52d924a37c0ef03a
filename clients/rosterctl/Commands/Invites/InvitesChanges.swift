import ArgumentParser
import RosterClient

struct InvitesResend: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "resend",
    abstract: "Mail an invitation again, with a new link and its time begun anew.",
    discussion: """
      Links in earlier mails are void. An invitation that has expired is pending again.

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
      try await roster.invitations.resend(id: invitation.id, expectedRevision: revision.expectedRevision)
    )
  }
}

struct InvitesCancel: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel",
    abstract: "Take a pending invitation back, and tell the address by mail.",
    discussion: """
      It asks first; off a terminal it asks for --yes.

      EXAMPLES
        rosterctl invites cancel 1
      """
  )

  @Argument(help: "The invitation, by id.")
  var invitation: Identifier

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "cancel invitation \(invitation)" }

  var confirmation: String? { "Cancel invitation \(invitation) for good?" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    console.show(
      try await roster.invitations.cancel(id: invitation.id, expectedRevision: revision.expectedRevision)
    )
  }
}
