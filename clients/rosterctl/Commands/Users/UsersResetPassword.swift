import ArgumentParser
import RosterClient

struct UsersResetPassword: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset-password",
    abstract: "Mail a user the link that resets the password.",
    discussion: """
      The password stays as it is until the user opens the link. It asks for confirmation; without a \
      terminal --yes is required.

      EXAMPLES
        rosterctl users reset-password bob@example.com
      """
  )

  @Argument(help: "The user, by id or e-mail address.")
  var user: UserReference

  @OptionGroup var options: GlobalOptions

  var purpose: String { "mail user \(user) a link that resets the password" }

  var confirmation: String? { "Mail user \(user) the link that resets the password?" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let id = try await user.id(at: roster)
    let reply = try await roster.users.sendPasswordReset(id: id)
    console.done(
      "Mailed user \(user) a link, valid until \(reply.expireTime?.tableText ?? "").",
      ["user_id": .int(id), "expire_time": JSON(reply.expireTime), "revision": .int(reply.revision)]
    )
  }
}
