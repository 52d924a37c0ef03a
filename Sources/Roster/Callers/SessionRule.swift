import RPC
import RosterProto

/// Which sessions may call a method.
package struct SessionRule: Sendable {
  private let stages: Set<SessionStage>
  private let needsReauthentication: Bool
  private let allowsImpersonation: Bool

  /// - Parameters:
  ///   - stages: those in which a session may call.
  ///   - needsReauthentication: whether the user must have proved their identity a short time ago. Not asked
  ///     of a session that has to enrol: it has just begun.
  ///   - allowsImpersonation: whether staff who act as the user may call.
  package init(
    stages: Set<SessionStage>,
    needsReauthentication: Bool = false,
    allowsImpersonation: Bool = true
  ) {
    self.stages = stages
    self.needsReauthentication = needsReauthentication
    self.allowsImpersonation = allowsImpersonation
  }

  package static let complete = SessionRule(stages: [.complete])

  /// What ends a session, in whatever stage it is.
  package static let anyStage = SessionRule(
    stages: [.complete, .secondFactor, .enrolment, .passwordChange]
  )

  /// Changes of credentials: by the user alone.
  package static func credentials(
    _ stages: Set<SessionStage> = [.complete],
    needsReauthentication: Bool = false
  ) -> SessionRule {
    SessionRule(
      stages: stages,
      needsReauthentication: needsReauthentication,
      allowsImpersonation: false
    )
  }

  /// - Throws: `SESSION_STAGE`, `IMPERSONATED` or `REAUTHENTICATION_REQUIRED`.
  func permit(_ session: CallingSession, at now: Time) throws(RPCError) {
    guard stages.contains(session.stage) else { throw .sessionStage(session.stage) }
    guard allowsImpersonation || !session.isImpersonated else {
      throw RPCError(.impersonated, "Staff who act as a user cannot do this. The user can.")
    }
    guard needsReauthentication, session.stage == .complete else { return }
    let age = now.microseconds - session.authenticateTime.microseconds
    guard age <= Limits.reauthenticationSeconds * 1_000_000 else {
      throw RPCError(
        .reauthenticationRequired,
        "This needs a fresh proof of who uses the session. Call Reauthenticate, then try again."
      )
    }
  }
}

extension RPCError {
  static func sessionStage(_ stage: SessionStage) -> RPCError {
    let next =
      switch stage {
      case .complete: "The session is complete already."
      case .secondFactor: "The sign-in is not complete: CompleteSecondFactor comes first."
      case .enrolment: "A second factor is required: EnrolTwoFactor or BeginPasskeyRegistration comes first."
      case .passwordChange: "The password must be changed first: ChangePassword."
      default: "The session cannot do this."
      }
    return RPCError(.sessionStage, next, ["stage": stage.name])
  }
}
