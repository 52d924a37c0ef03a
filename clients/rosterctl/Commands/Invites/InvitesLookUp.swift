import ArgumentParser
import RosterClient

struct InvitesLookUp: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "lookup",
    abstract: "Show the invitation behind the link in a mail.",
    discussion: """
      EXAMPLES
        rosterctl invites lookup --link-file var/mail/20261121T081500Z-1.eml
      """
  )

  @OptionGroup var link: LinkOption

  @OptionGroup var options: GlobalOptions

  var purpose: String { "look up the invitation" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    console.showRecord(try await roster.invitations.lookUpInvitation(token: link.token(console.terminal)))
  }
}
