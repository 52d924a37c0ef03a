import RPC
import RosterProto
import SQL

/// Prevents locking everyone out of an installation, and validates the names of roles and grants. ``Rank``
/// decides which principals a caller may change.
enum StaffRules {
  private static let maxRoleNameBytes = 64

  /// Requires that one key of an owner without an expiry remains, to prevent a lockout.
  ///
  /// - Parameter isLost: whether the planned change removes this one of those keys.
  /// - Throws: `LAST_OWNER_KEY`.
  static func requireOwnerKey(
    _ db: any Connection,
    without isLost: (_ key: Int64, _ principal: Int64) -> Bool
  ) throws {
    let keys = try KeyQueries.lastingOwnerKeys(db)
    guard let last = keys.last, keys.allSatisfy({ isLost($0.id, $0.principal) }) else { return }
    throw RPCError(
      .lastOwnerKey,
      "Key \(last.id) is the last owner key that does not expire. Create another one first.",
      ["key_id": "\(last.id)"]
    )
  }

  /// The grants of these names.
  static func grants(_ names: [String], _ field: String) throws(RPCError) -> GrantSet {
    var grants: [Grant] = []
    for (index, name) in names.enumerated() {
      guard let grant = Grant(rawValue: name) else { throw .invalid("\(field)[\(index)]", "must be a grant") }
      grants.append(grant)
    }
    return GrantSet(grants)
  }

  /// The name of a role to create.
  static func newRoleName(_ name: String, _ field: String) throws(RPCError) -> String {
    let isName =
      (1...maxRoleNameBytes).contains(name.utf8.count) && name.utf8.first.map(isLetter) == true
      && name.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
    guard isName else {
      throw .invalid(
        field,
        "must be a lower-case letter, then lower-case letters, digits and -, at most \(maxRoleNameBytes)"
      )
    }
    return name
  }

  /// The name of a role to look up.
  static func roleName(_ name: String, _ field: String) throws(RPCError) -> String {
    guard !name.isEmpty else { throw .invalid(field, "must not be empty") }
    return name
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte) }
}
