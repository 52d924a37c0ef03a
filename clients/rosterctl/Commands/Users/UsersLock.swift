import ArgumentParser
import RosterClient

struct UsersLock: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "lock",
    abstract: "Lock a user: sign-in and access are denied.",
    discussion: """
      Memberships and ownerships are kept; 'users unlock' restores access.

      EXAMPLES
        rosterctl users lock bob@example.com
      """
  )

  @Argument(help: "The user, by id or e-mail address.")
  var user: UserReference

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "lock user \(user)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let id = try await user.id(at: roster)
    console.showRecord(try await roster.users.lockUser(id: id, expectedRevision: revision.expectedRevision))
  }
}
