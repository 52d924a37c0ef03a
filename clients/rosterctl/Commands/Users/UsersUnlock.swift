import ArgumentParser
import RosterClient

struct UsersUnlock: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "unlock",
    abstract: "Unlock a user: sign-in and access work as before.",
    discussion: """
      It undoes 'users lock'.

      EXAMPLES
        rosterctl users unlock bob@example.com
      """
  )

  @Argument(help: "The user, by id or e-mail address.")
  var user: UserReference

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "unlock user \(user)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let id = try await user.id(at: roster)
    console.showRecord(try await roster.users.unlockUser(id: id, expectedRevision: revision.expectedRevision))
  }
}
