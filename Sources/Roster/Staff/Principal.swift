/// Who a call speaks as.
package final class Principal: Sendable {
  package enum Kind: Int64, Sendable {
    case staff = 1
    case service = 2
  }

  package let id: Int64
  package let kind: Kind
  package let name: String
  package let role: Role

  package init(id: Int64, kind: Kind, name: String, role: Role) {
    self.id = id
    self.kind = kind
    self.name = name
    self.role = role
  }
}

extension Principal: CustomStringConvertible {
  /// For logs: `staff:root`.
  package var description: String { "\(kind):\(name)" }
}
