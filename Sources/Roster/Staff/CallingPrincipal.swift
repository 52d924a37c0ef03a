import RosterProto

/// The principal that makes a call, with its grants.
package final class CallingPrincipal: Sendable {
  package let id: Int64
  package let kind: PrincipalKind
  package let name: String
  /// The name of its role.
  package let role: String
  package let grants: GrantSet

  package init(id: Int64, kind: PrincipalKind, name: String, role: String, grants: GrantSet) {
    self.id = id
    self.kind = kind
    self.name = name
    self.role = role
    self.grants = grants
  }
}

extension CallingPrincipal: CustomStringConvertible {
  /// For logs: `staff:root`.
  package var description: String { "\(kind.name):\(name)" }
}
