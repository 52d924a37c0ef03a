import ArgumentParser
import RosterClient

struct KeysList: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List keys; never their tokens, which nobody has kept.",
    discussion: """
      EXAMPLES
        rosterctl keys list
        rosterctl keys list --principal 2 --revoked
      """,
    aliases: ["ls"]
  )

  @Option(help: ArgumentHelp("Names this principal.", valueName: "principal"))
  var principal: PrincipalReference?

  @Flag(help: "Revoked keys too.")
  var revoked = false

  @OptionGroup(title: "How much") var paging: PagingOptions

  @OptionGroup var options: GlobalOptions

  var purpose: String { "list keys" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let id = try await principal?.id(at: roster) ?? 0
    try await console.list(paging) { pageSize in
      roster.keys.list(principal: id, includeRevoked: revoked, pageSize: pageSize)
    }
  }
}

struct KeysRevoke: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "Revoke a key: the next call with its token is refused.",
    discussion: """
      It asks first; off a terminal it asks for --yes.

      EXAMPLES
        rosterctl keys revoke 3
      """
  )

  @Argument(help: "The key, by id.")
  var key: Identifier

  @OptionGroup var options: GlobalOptions

  var purpose: String { "revoke key \(key)" }

  var confirmation: String? { "Revoke key \(key) for good?" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    console.show(try await roster.keys.revoke(id: key.id))
  }
}
