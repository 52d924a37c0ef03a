import ArgumentParser
import RosterClient

struct KeysList: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List keys. Their tokens are not stored and cannot be shown.",
    discussion: """
      EXAMPLES
        rosterctl keys list
        rosterctl keys list --principal 2 --revoked
      """,
    aliases: ["ls"]
  )

  @Option(help: ArgumentHelp("The principal.", valueName: "principal"))
  var principal: PrincipalReference?

  @Flag(help: "Include revoked keys.")
  var revoked = false

  @OptionGroup(title: "Paging") var paging: PagingOptions

  @OptionGroup var options: GlobalOptions

  var purpose: String { "list keys" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let id = try await principal?.id(at: roster) ?? 0
    try await console.list(paging) { pageSize in
      roster.staff.listKeys(principal: id, includeRevoked: revoked, pageSize: pageSize)
    }
  }
}

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
