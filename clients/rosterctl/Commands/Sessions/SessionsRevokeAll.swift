import ArgumentParser
import RosterClient

struct SessionsRevokeAll: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke-all",
    abstract: "End all sessions of a user, and forget the devices that the user trusts.",
    discussion: """
      A user who calls it keeps the session of the call, unless --own-too is given. It asks for \
      confirmation; without a terminal --yes is required.

      EXAMPLES
        rosterctl sessions revoke-all ada@example.com
      """
  )

  @Argument(help: "The user, by id or e-mail address.")
  var user: UserReference

  @Flag(help: "End the session of this call too.")
  var ownToo = false

  @OptionGroup var options: GlobalOptions

  var purpose: String { "end the sessions of user \(user)" }

  var confirmation: String? { "End all sessions of user \(user)?" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let id = try await user.id(at: roster)
    let reply = try await roster.sessions.revokeAllSessions(ofUser: id, ownToo: ownToo)
    let count = reply.revokedCount == 1 ? "1 session" : "\(reply.revokedCount) sessions"
    console.done(
      "Ended \(count) of user \(user).",
      [
        "user_id": .int(id),
        "revoked_count": .int(Int64(reply.revokedCount)),
        "revision": .int(reply.revision),
      ]
    )
  }
}
