import ArgumentParser
import RosterClient

/// Permissions on the command line: names with commas between, `all`, or `none`.
struct PermissionsArgument: Hashable, Sendable {
  let permissions: [Permission]

  /// - Throws: what is wrong, naming the word and what is allowed.
  init(parsing text: String) throws(ValidationError) {
    let names = text.split(separator: ",", omittingEmptySubsequences: false)
      .map { String($0).trimmingBlanks.lowercased() }
    switch names {
    case ["all"]: permissions = Permission.all
    case ["none"]: permissions = []
    default:
      permissions = try names.map { name throws(ValidationError) in
        guard let permission = Permission(name: name) else {
          throw ValidationError("'\(name)' is no permission. There are: \(Self.names); or all, or none.")
        }
        return permission
      }
    }
  }

  static let completion = CompletionKind.list(Permission.all.map(\.name) + ["all", "none"])

  /// For `transform:`, which says what is wrong with a value.
  @Sendable static func parse(_ text: String) throws -> PermissionsArgument {
    try PermissionsArgument(parsing: text)
  }

  /// For help texts: every name there is.
  static let names = Permission.all.map(\.name).joined(separator: ", ")
}
