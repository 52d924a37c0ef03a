import ArgumentParser
import RosterClient

struct PasskeysRemove: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Remove a passkey of a user, who is told by mail.",
    discussion: """
      Only the user can register it again. It asks for confirmation; without a terminal --yes is required.

      EXAMPLES
        rosterctl passkeys remove ada@example.com 2
      """,
    aliases: ["rm"]
  )

  @Argument(help: "The user, by id or e-mail address.")
  var user: UserReference

  @Argument(help: "The passkey, by id.")
  var passkey: Identifier

  @OptionGroup var options: GlobalOptions

  var purpose: String { "remove passkey \(passkey) of user \(user)" }

  var confirmation: String? {
    "Remove passkey \(passkey) of user \(user), which only the user can register again?"
  }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let id = try await user.id(at: roster)
    let revision = try await roster.passkeys.removePasskey(id: passkey.id, ofUser: id)
    console.done(
      "Removed passkey \(passkey) of user \(user).",
      ["removed": true, "user_id": .int(id), "passkey_id": .int(passkey.id), "revision": .int(revision)]
    )
  }
}
