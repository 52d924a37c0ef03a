import RPC
import RosterProto
import SQL

/// The SQL of sessions. A session whose time is over counts as none, although its row may still be there.
enum SessionQueries {
  /// The columns of a session, in the order ``session(_:from:)`` reads them.
  static let columns = """
    sessions.id, sessions.user_id, sessions.stage, sessions.account_id, sessions.methods, \
    sessions.authenticate_time, sessions.device_label, sessions.source_address, sessions.create_time, \
    sessions.last_use_time, sessions.expire_time, sessions.impersonator_kind, sessions.impersonator_id, \
    sessions.impersonator_name, sessions.revision
    """
  private static let columnCount = 15

  /// The condition that a session has not ended; put the time, in microseconds, before each.
  private static let isLive =
    "sessions.expire_time > $2 AND sessions.last_use_time + sessions.idle_lifetime > $2"

  private static let byToken = Query(
    """
    SELECT \(columns), \(UserQueries.columns) FROM sessions JOIN users ON users.id = sessions.user_id
    WHERE sessions.token_hash = $1 AND \(isLive)
    """
  )
  private static let byID = Query("SELECT \(columns) FROM sessions WHERE id = $1 AND \(isLive)")
  private static let ofUser = Query(
    "SELECT \(columns) FROM sessions WHERE user_id = $1 AND \(isLive) ORDER BY id"
  )
  private static let insert = Query(
    """
    INSERT INTO sessions (
      user_id, token_hash, stage, account_id, methods, authenticate_time, device_label, source_address,
      impersonator_kind, impersonator_id, impersonator_name, create_time, last_use_time, idle_lifetime,
      expire_time, revision
    ) VALUES ($1, $2, $3, 0, $4, $5, $6, $7, $8, $9, $10, $5, $5, $11, $12, $13) RETURNING \(columns)
    """
  )
  private static let delete = Query("DELETE FROM sessions WHERE id = $1")
  private static let touch = Query(
    "UPDATE sessions SET last_use_time = $1 WHERE id = $2 AND last_use_time < $1"
  )
  private static let prune = Query(
    "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expire_time <= $1 LIMIT 2)"
  )

  /// The session of a row whose columns start at `first`.
  static func session(_ row: any Statement, from first: Int = 0) -> Session {
    func time(_ column: Int) -> Timestamp { Timestamp(Time(microseconds: row.int64(first + column))) }
    let impersonator = ActorKind(rawValue: row.int32(first + 11))
    return Session(
      id: row.int64(first),
      userID: row.int64(first + 1),
      stage: SessionStage(rawValue: row.int32(first + 2)),
      accountID: row.int64(first + 3),
      methods: AuthenticationMethods(rawValue: row.int64(first + 4)).list,
      authenticateTime: time(5),
      deviceLabel: row.text(first + 6),
      sourceAddress: row.text(first + 7),
      createTime: time(8),
      lastUseTime: time(9),
      expireTime: time(10),
      impersonator: impersonator == .unspecified
        ? nil : ProtoActor(kind: impersonator, id: row.int64(first + 12), name: row.text(first + 13)),
      revision: row.int64(first + 14)
    )
  }

  /// The session of a token, and its user.
  ///
  /// - Throws: `SESSION_INVALID`.
  static func session(
    _ token: TokenHash,
    at now: Time,
    _ db: any Connection
  ) throws -> (session: Session, user: User) {
    let found = try db.first(byToken, token.bytes, now.microseconds) { row in
      (session: session(row), user: UserQueries.user(row, from: columnCount, at: now))
    }
    guard let found else { throw RPCError.sessionInvalid }
    return found
  }

  /// A session of a user.
  ///
  /// - Throws: `SESSION_NOT_FOUND`.
  static func session(
    _ id: Int64,
    of user: Int64,
    at now: Time,
    _ db: any Connection
  ) throws -> Session {
    let found = try db.first(byID, id, now.microseconds) { session($0) }
    guard let found, found.userID == user else {
      throw RPCError(
        .sessionNotFound,
        "User \(user) has no session \(id).",
        ["user_id": "\(user)", "session_id": "\(id)"]
      )
    }
    return found
  }

  /// All sessions of a user, by id.
  static func sessions(of user: Int64, at now: Time, _ db: any Connection) throws -> [Session] {
    try db.all(ofUser, user, now.microseconds) { session($0) }
  }

  static func list(of user: Int64, at now: Time) throws(RPCError) -> ListQuery<Session> {
    var query = try ListQuery(
      columns: columns,
      from: "sessions",
      id: "sessions.id",
      orders: [.init("id", column: "sessions.id", .integer)],
      read: { session($0, from: $1) }
    )
    query.filter("sessions.user_id =", user)
    query.filter("sessions.expire_time >", now.microseconds)
    query.filter("sessions.last_use_time + sessions.idle_lifetime >", now.microseconds)
    return query
  }

  /// - Parameter terms: the session to insert, without an id.
  static func insert(
    _ terms: SessionTerms,
    of user: Int64,
    _ token: TokenHash,
    _ stamp: Stamp,
    _ db: any Connection
  ) throws -> Session {
    try db.run(prune, stamp.time.microseconds)
    // An INSERT with RETURNING always has its row.
    return try db.first(
      insert,
      user,
      token.bytes,
      Int64(terms.stage.rawValue),
      terms.methods.rawValue,
      stamp.time.microseconds,
      terms.deviceLabel,
      terms.sourceAddress,
      Int64(terms.impersonator?.kind.rawValue ?? 0),
      terms.impersonator?.id ?? 0,
      terms.impersonator?.name ?? "",
      terms.idleMicroseconds,
      stamp.time.microseconds + terms.lifetimeMicroseconds,
      stamp.revision
    ) { session($0) }!
  }

  /// Updates columns of a session that was read in this transaction.
  static func set(
    _ changes: KeyValuePairs<String, any SQLValue>,
    of session: Session,
    revision: Int64,
    _ db: any Connection
  ) throws -> Session {
    var update = Update(of: "sessions")
    for (column, value) in changes { update.set(column, value) }
    update.set("revision", revision)
    return try update.run(id: session.id, returning: columns, on: db) { self.session($0) }!
  }

  static func delete(_ id: Int64, _ db: any Connection) throws {
    try db.run(delete, id)
  }

  static func touch(_ id: Int64, at time: Time, _ db: any Connection) throws {
    try db.post(touch, time.microseconds, id)
  }
}

extension RPCError {
  static var sessionInvalid: RPCError {
    RPCError(.sessionInvalid, "There is no session with this token; it may have ended. Sign in again.")
  }
}
