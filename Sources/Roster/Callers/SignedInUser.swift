import RosterProto

/// A user who calls, with the session that the token of the call belongs to.
package final class SignedInUser: Sendable {
  package let id: Int64
  /// The full name, or the e-mail address of a user without one.
  package let name: String
  package let session: CallingSession
  /// The principal that calls for the user: the member of the staff who acts as the user, or else the service
  /// that sent the user's token with its own. Nil where the user calls.
  package let broker: ProtoActor?

  package init(id: Int64, name: String, session: CallingSession, broker: ProtoActor? = nil) {
    self.id = id
    self.name = name
    self.session = session
    self.broker = broker
  }

  /// The user of a session, as the database has both.
  convenience init(_ user: User, _ session: Session, broker: CallingPrincipal?) throws {
    self.init(
      id: user.id,
      name: user.displayName,
      session: CallingSession(
        id: session.id,
        stage: session.stage,
        authenticateTime: try session.authenticateTime!.time("authenticate_time"),
        isImpersonated: session.impersonator != nil
      ),
      broker: session.impersonator ?? broker.map { Caller.principal($0).actor }
    )
  }
}

/// What a call depends on of its session.
package struct CallingSession: Sendable, Hashable {
  package let id: Int64
  package let stage: SessionStage
  /// When the user last proved their identity.
  package let authenticateTime: Time
  /// Whether a member of the staff acts as the user.
  package let isImpersonated: Bool
}
