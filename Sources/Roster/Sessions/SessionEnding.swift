import RosterProto

/// Ends sessions, with an event for each: the token is refused from the commit on, on every connection.
struct SessionEnding {
  /// Why a session ends, as its event tells.
  enum Cause: String, Sendable {
    case signedOut = "signed_out"
    case revoked
    case replaced
    case userLocked = "user_locked"
    case passwordChanged = "password_changed"
    case passwordReset = "password_reset"
  }

  private let cause: Cause
  private let context: WriteContext

  init(_ cause: Cause, _ context: WriteContext) {
    self.cause = cause
    self.context = context
  }

  /// - Returns: the id of the event.
  @discardableResult
  func end(_ session: Session) throws -> Int64 {
    try SessionQueries.delete(session.id, context.db)
    var changes = EventChanges.deleted(session)
    changes.note("reason", from: "", to: cause.rawValue)
    return try context.record("session.ended", .session(session.id), changes)
  }

  /// Ends all sessions of a user.
  ///
  /// - Parameter kept: a session that stays.
  /// - Returns: the number of sessions, and the id of the last event; 0 where there was none.
  @discardableResult
  func endAll(of user: Int64, except kept: Int64? = nil) throws -> (count: Int, revision: Int64) {
    var last: Int64 = 0
    let sessions = try SessionQueries.sessions(of: user, at: context.now, context.db).filter { $0.id != kept }
    for session in sessions { last = try end(session) }
    return (sessions.count, last)
  }
}
