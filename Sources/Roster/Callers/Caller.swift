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
