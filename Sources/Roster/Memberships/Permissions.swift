import RPC
import RosterProto

/// What a member may do on an account: one bit for each permission, as stored in the database.
package struct Permissions: OptionSet, Sendable, Hashable {
  package let rawValue: Int64

  package init(rawValue: Int64) {
    self.rawValue = rawValue
  }

  /// Every permission: what an owner has.
  package static let all = Permissions(Permission.allCases.filter { $0 != .unspecified })

  package init(_ permission: Permission) {
    rawValue = 1 << Int64(permission.rawValue - 1)
  }

  private init(_ permissions: [Permission]) {
    self = permissions.reduce(into: []) { $0.insert(Permissions($1)) }
  }

  /// The permissions a request names.
  ///
  /// - Throws: `INVALID_FIELD` for an unknown one.
  package init(_ permissions: [Permission], _ field: String) throws(RPCError) {
    for (index, permission) in permissions.enumerated() { try permission.check("\(field)[\(index)]") }
    self.init(permissions)
  }

  /// The permissions in the order of their numbers, each once.
  package var list: [Permission] {
    Permission.allCases.filter { $0 != .unspecified && contains(Permissions($0)) }
  }
}

extension Permission {
  /// - Throws: `INVALID_FIELD` if the permission is unspecified or unknown.
  package func check(_ field: String) throws(RPCError) {
    try Checks.requiredChoice(self, field)
  }
}
