import RosterProto

/// Who a call speaks as.
package enum Caller: Sendable {
  /// The method is open to anyone, and did not ask.
  case anyone
  /// Staff or a service, by an API key.
  case principal(CallingPrincipal)
  /// A user, by a session.
  case user(SignedInUser)

  /// The caller as events name who did something.
  var actor: ProtoActor {
    switch self {
    case .anyone: .server
    case .principal(let principal):
      ProtoActor(kind: principal.kind == .staff ? .staff : .service, id: principal.id, name: principal.name)
    case .user(let user): ProtoActor(kind: .user, id: user.id, name: user.name)
    }
  }
}

extension Caller: CustomStringConvertible {
  /// For logs: `staff:root`, `user:7`.
  package var description: String {
    switch self {
    case .anyone: "anyone"
    case .principal(let principal): "\(principal)"
    case .user(let user): "user:\(user.id)"
    }
  }
}

/// A user who has signed in.
package final class SignedInUser: Sendable {
  package let id: Int64
  /// The full name, or the e-mail address of a user without one.
  package let name: String

  package init(id: Int64, name: String) {
    self.id = id
    self.name = name
  }
}

/// Where session tokens are looked up.
package protocol SessionDirectory: Sendable {
  /// The user whom a session token names; nil where it names none.
  func user(token: [UInt8]) -> SignedInUser?
}

/// No sessions: only principals call.
package struct NoSessions: SessionDirectory {
  package init() {}

  package func user(token: [UInt8]) -> SignedInUser? { nil }
}
