import ArgumentParser
import RosterClient

struct RolesList: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List all roles, including the built-in ones.",
    discussion: """
      EXAMPLES
        rosterctl roles list
      """,
    aliases: ["ls"]
  )

  @OptionGroup(title: "Paging") var paging: PagingOptions

  @OptionGroup var options: GlobalOptions

  var purpose: String { "list roles" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    try await console.list(paging) { roster.staff.listRoles(pageSize: $0) }
  }
}

extension RosterClient {
  /// The role with this name. The API has no method for a single role, and there are few.
  ///
  /// - Parameter purpose: the command, as it follows "cannot" in an error.
  func role(_ name: String, _ purpose: String) async throws -> Role {
    for try await role in staff.listRoles(pageSize: 1_000) where role.name == name { return role }
    throw Failure(
      status: .refused,
      message: "cannot \(purpose): there is no role '\(name)': 'rosterctl roles list' lists them "
        + "(ROLE_NOT_FOUND)"
    )
  }
}
