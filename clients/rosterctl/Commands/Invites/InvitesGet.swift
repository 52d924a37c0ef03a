import ArgumentParser
import RosterClient

struct InvitesGet: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "get",
    abstract: "Show an invitation.",
    discussion: """
      EXAMPLES
        rosterctl invites get 1
      """
  )

  @Argument(help: "The invitation, by id.")
  var invitation: Identifier

  @OptionGroup var options: GlobalOptions

  var purpose: String { "get invitation \(invitation)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    console.showRecord(try await roster.invitations.getInvitation(id: invitation.id))
  }
}
