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
