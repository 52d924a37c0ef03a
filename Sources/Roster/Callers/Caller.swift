import RosterProto

/// The caller of a method.
package enum Caller: Sendable {
  /// Unauthenticated: the method needs no token.
  case anyone
  /// Staff or a service, authenticated by an API key.
  case principal(CallingPrincipal)
  /// A user, authenticated by a session token.
  case user(SignedInUser)

  /// The caller as the actor of an event.
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
  /// The user of a session token; nil where the token is unknown.
  func user(token: [UInt8]) -> SignedInUser?
}

/// No sessions: only principals can call.
package struct NoSessions: SessionDirectory {
  package init() {}

  package func user(token: [UInt8]) -> SignedInUser? { nil }
}
