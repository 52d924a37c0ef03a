import ArgumentParser
import RosterClient

/// Permissions on the command line: names with commas between, `all`, or `none`.
struct PermissionsArgument: Hashable, ParsedArgument {
  let permissions: [Permission]

  init(parsing text: String) throws(ValidationError) {
    let names = CommaList.names(text)
    switch names {
    case ["all"]: permissions = Permission.all
    case ["none"]: permissions = []
    default:
      permissions = try names.map { name throws(ValidationError) in
        guard let permission = Permission(name: name) else {
          let names = Permission.all.map(\.name)
          throw Suggestion.unknown(name, "permission", among: names, listing: names + ["or all", "or none"])
        }
        return permission
      }
    }
  }

  static let completion = CompletionKind.commaList(Permission.all.map(\.name), alone: ["all", "none"])

  /// For help texts: every name there is.
  static let names = Permission.all.map(\.name).joined(separator: ", ")
}
