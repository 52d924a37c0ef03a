import ArgumentParser
import RosterClient

/// Permissions on the command line: names with commas between, `all`, or `none`.
struct PermissionsArgument: Hashable, Sendable, ExpressibleByArgument {
  let permissions: [Permission]

  init?(argument: String) {
    switch argument.lowercased() {
    case "all": permissions = Permission.all
    case "none": permissions = []
    default:
      var permissions: [Permission] = []
      for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
        guard let permission = Permission(name: String(name)) else { return nil }
        permissions.append(permission)
      }
      self.permissions = permissions
    }
  }

  static var defaultCompletionKind: CompletionKind { .list(Permission.all.map(\.name) + ["all", "none"]) }

  /// For help texts: every name there is.
  static let names = Permission.all.map(\.name).joined(separator: ", ")
}
