import ArgumentParser
import RosterClient

struct KeysRevoke: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "Revoke a key. Calls with its token are refused from now on.",
    discussion: """
      It asks for confirmation; without a terminal --yes is required.

      EXAMPLES
        rosterctl keys revoke 3
      """
  )

  @Argument(help: "The key, by id.")
  var key: Identifier

  @OptionGroup var options: GlobalOptions

  var purpose: String { "revoke key \(key)" }

  var confirmation: String? { "Revoke key \(key)? This cannot be undone." }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    console.show(try await roster.staff.revokeKey(id: key.id))
  }
}
