import ArgumentParser
import RosterClient

struct SessionsRevoke: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "End one session of a user. Calls with its token are refused from now on.",
    discussion: """
      It asks for confirmation; without a terminal --yes is required.

      EXAMPLES
        rosterctl sessions revoke ada@example.com 7
      """
  )

  @Argument(help: "The user, by id or e-mail address.")
  var user: UserReference

  @Argument(help: "The session, by id.")
  var session: Identifier

  @OptionGroup var options: GlobalOptions

  var purpose: String { "end session \(session) of user \(user)" }

  var confirmation: String? { "End session \(session) of user \(user)?" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let id = try await user.id(at: roster)
    let revision = try await roster.sessions.revokeSession(id: session.id, ofUser: id)
    console.done(
      "Ended session \(session) of user \(user).",
      ["revoked": true, "user_id": .int(id), "session_id": .int(session.id), "revision": .int(revision)]
    )
  }
}
