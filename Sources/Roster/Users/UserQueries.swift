import RPC
import RosterProto
import SQL

/// The SQL of users.
package enum UserQueries {
  /// The columns of a user, in the order ``user(_:from:at:)`` reads them.
  static let columns = """
    users.id, users.email, users.first_name, users.last_name, users.language, users.state, \
    users.two_factor_enabled, users.security_question_set, users.email_verified, users.verification, \
    users.last_login_time, users.create_time, users.update_time, users.revision, \
    users.verification_expire_time, users.password_set, users.two_factor_required
    """

  static let columnCount = 17

  private static let byID = Query("SELECT \(columns) FROM users WHERE id = $1")
  private static let byEmail = Query("SELECT \(columns) FROM users WHERE email_key = $1")
  private static let exists = Query("SELECT 1 FROM users WHERE id = $1")
  private static let insert = Query(
    """
    INSERT INTO users (
      email, email_key, first_name, last_name, name_key, search_text, language, email_verified, create_time,
      update_time, revision
    ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10) RETURNING \(columns)
    """
  )
  private static let delete = Query("DELETE FROM users WHERE id = $1")
  private static let setLastLogin = Query("UPDATE users SET last_login_time = $1 WHERE id = $2")
  private static let countAccounts = Query("SELECT count(*) FROM memberships WHERE user_id = $1")

  /// The user of a row whose columns start at `first`.
  ///
  /// - Parameter now: read only for a user in verification; few are.
  static func user(_ row: any Statement, from first: Int = 0, at now: @autoclosure () -> Time) -> User {
    let lastLogin = row.int64(first + 10)
    return User(
      id: row.int64(first),
      email: row.text(first + 1),
      firstName: row.text(first + 2),
      lastName: row.text(first + 3),
      language: row.text(first + 4),
      state: UserState(rawValue: row.int32(first + 5)),
      twoFactorEnabled: row.bool(first + 6),
      securityQuestionSet: row.bool(first + 7),
      emailVerified: row.bool(first + 8),
      verification: verification(row, from: first, at: now()),
      lastLoginTime: lastLogin == 0 ? nil : Timestamp(Time(microseconds: lastLogin)),
      createTime: Timestamp(Time(microseconds: row.int64(first + 11))),
      updateTime: Timestamp(Time(microseconds: row.int64(first + 12))),
      revision: row.int64(first + 13),
      passwordSet: row.bool(first + 15),
      twoFactorRequired: row.bool(first + 16)
    )
  }

  /// The stage at a moment: a pending stage past its expiry is expired, without a write.
  private static func verification(
    _ row: any Statement,
    from first: Int,
    at now: @autoclosure () -> Time
  ) -> Verification {
    let stage = Verification(rawValue: row.int32(first + 9))
    guard stage == .requested || stage == .submitted else { return stage }
    guard let end = row.optionalInt64(first + 14), end <= now().microseconds else { return stage }
    return .expired
  }

  /// ``verification(_:from:at:)`` for a WHERE clause: put the time, in microseconds, between the two parts.
  static let verificationAt = (
    before: "CASE WHEN users.verification IN (2, 3) AND users.verification_expire_time <=",
    after: " THEN 6 ELSE users.verification END"
  )

  /// - Throws: `USER_NOT_FOUND`.
  static func user(id: Int64, at now: @autoclosure () -> Time, _ db: any Connection) throws -> User {
    guard let user = try db.first(byID, id, read: { user($0, at: now()) }) else {
      throw RPCError.userNotFound(id)
    }
    return user
  }

  /// In the order of the ids; nil for those that no user has.
  static func users(ids: [Int64], at now: Time, _ db: any Connection) throws -> [User?] {
    try db.each(byID, ids) { user($0, at: now) }
  }

  static func userIfAny(id: Int64, at now: Time, _ db: any Connection) throws -> User? {
    try db.first(byID, id) { user($0, at: now) }
  }

  /// - Throws: `USER_NOT_FOUND`.
  static func user(email: String, at now: @autoclosure () -> Time, _ db: any Connection) throws -> User {
    guard let user = try db.first(byEmail, EmailAddress.key(email), read: { user($0, at: now()) }) else {
      throw RPCError(.userNotFound, "There is no user with the e-mail address \(email).", ["email": email])
    }
    return user
  }

  /// The user with an e-mail address, ignoring case.
  static func userIfAny(email: String, at now: Time, _ db: any Connection) throws -> User? {
    try db.first(byEmail, EmailAddress.key(email)) { user($0, at: now) }
  }

  /// - Throws: `USER_NOT_FOUND`.
  static func requireUser(_ id: Int64, _ db: any Connection) throws {
    guard try db.first(exists, id, read: { _ in true }) != nil else { throw RPCError.userNotFound(id) }
  }

  /// - Throws: `EMAIL_TAKEN`.
  static func insert(
    _ profile: UserProfile,
    isEmailVerified: Bool = false,
    _ stamp: Stamp,
    _ db: any Connection
  ) throws -> User {
    try refusingTakenEmail(profile.email) {
      try db.only(
        insert,
        profile.email,
        profile.emailKey,
        profile.firstName,
        profile.lastName,
        profile.nameKey,
        profile.searchText,
        profile.language,
        isEmailVerified,
        stamp.time.microseconds,
        stamp.revision
      ) { user($0, at: stamp.time) }
    }
  }

  /// Updates only what differs: an UPDATE rewrites the indexes of every column that it names, even if the
  /// value stays the same. A new address, other than in case, becomes unverified.
  ///
  /// - Throws: `EMAIL_TAKEN`.
  static func update(_ user: User, to profile: UserProfile, _ stamp: Stamp, _ db: any Connection) throws
    -> User
  {
    let current = UserProfile(of: user)
    guard profile != current else { return user }
    var update = Update(of: "users")
    let isRenamed = profile.nameKey != current.nameKey
    if profile.firstName != current.firstName { update.set("first_name", profile.firstName) }
    if profile.lastName != current.lastName { update.set("last_name", profile.lastName) }
    if isRenamed { update.set("name_key", profile.nameKey) }
    if profile.email != current.email { update.set("email", profile.email) }
    let isMoved = profile.emailKey != current.emailKey
    if isMoved {
      update.set("email_key", profile.emailKey)
      update.set("email_verified", false)
    }
    if isRenamed || isMoved { update.set("search_text", profile.searchText) }
    if profile.language != current.language { update.set("language", profile.language) }
    update.set(stamp)
    return try refusingTakenEmail(profile.email) {
      // The user was read in this transaction, so there is a row.
      try update.run(id: user.id, returning: columns, on: db) { self.user($0, at: stamp.time) }!
    }
  }

  /// Updates columns that only the server writes.
  static func set(
    _ columns: KeyValuePairs<String, any SQLValue>,
    of id: Int64,
    _ stamp: Stamp,
    _ db: any Connection
  ) throws -> User {
    var update = Update(of: "users")
    for (column, value) in columns { update.set(column, value) }
    update.set(stamp)
    // The user was read in this transaction, so there is a row.
    return try update.run(id: id, returning: Self.columns, on: db) { user($0, at: stamp.time) }!
  }

  /// A login is no change of the user.
  static func setLastLogin(of id: Int64, _ time: Time, _ db: any Connection) throws {
    try db.post(setLastLogin, time.microseconds, id)
  }

  static func delete(_ id: Int64, _ db: any Connection) throws {
    try db.run(delete, id)
  }

  static func accountCount(of id: Int64, _ db: any Connection) throws -> Int64 {
    try db.first(countAccounts, id) { $0.int64(0) } ?? 0
  }

  private static func refusingTakenEmail<Result>(_ email: String, _ write: () throws -> Result) throws
    -> Result
  {
    do {
      return try write()
    } catch let error as SQLError where error.violatesUniqueness(of: "users.email_key") {
      throw RPCError(
        .emailTaken,
        "Another user has the e-mail address \(email). Use that user, or another address."
      )
    }
  }
}

extension RPCError {
  static func userLocked(_ id: Int64) -> RPCError {
    RPCError(.userLocked, "User \(id) is locked. Unlock the user first.", ["user_id": "\(id)"])
  }

  static func userNotFound(_ id: Int64) -> RPCError {
    RPCError(.userNotFound, "There is no user \(id).", ["user_id": "\(id)"])
  }
}
