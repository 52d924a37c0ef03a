import RPC
import RosterProto
import SQL

/// The SQL of invitations.
enum InvitationQueries {
  /// The columns of an invitation, in the order ``invitation(_:from:at:)`` reads them.
  static let columns = """
    invitations.id, invitations.account_id, invitations.email, invitations.permissions, \
    invitations.membership_expire_time, invitations.language, invitations.inviter_kind, \
    invitations.inviter_id, invitations.inviter_name, invitations.state, invitations.expire_time, \
    invitations.send_count, invitations.send_time, invitations.accepted_by_user_id, \
    invitations.create_time, invitations.update_time, invitations.revision
    """

  private static let byID = Query("SELECT \(columns) FROM invitations WHERE id = $1")
  private static let byTokenHash = Query("SELECT \(columns) FROM invitations WHERE token_hash = $1")
  private static let openOfPair = Query(
    """
    SELECT \(columns) FROM invitations WHERE email_key = $1 AND account_id = $2 AND state = 1 ORDER BY id
    """
  )
  private static let openToAddress = Query(
    "SELECT \(columns) FROM invitations WHERE email_key = $1 AND state = 1 ORDER BY id"
  )
  private static let openToMember = Query(
    """
    SELECT \(columns) FROM invitations WHERE email_key = $1 AND state = 1
      AND EXISTS (
        SELECT 1 FROM memberships WHERE memberships.account_id = invitations.account_id AND user_id = $2
      )
    ORDER BY id
    """
  )
  private static let idsOfPair = Query(
    "SELECT id FROM invitations WHERE email_key = $1 AND account_id = $2 ORDER BY id"
  )
  private static let pendingID = Query(
    """
    SELECT id FROM invitations WHERE account_id = $1 AND email_key = $2 AND state = 1 AND expire_time > $3
    """
  )
  private static let countPending = Query(
    "SELECT count(*) FROM invitations WHERE account_id = $1 AND state = 1 AND expire_time > $2"
  )
  private static let insert = Query(
    """
    INSERT INTO invitations (account_id, email, email_key, permissions, membership_expire_time, language,
      inviter_kind, inviter_id, inviter_name, token_hash, expire_time, send_time, create_time, update_time,
      revision)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $12, $13) RETURNING \(columns)
    """
  )

  /// The invitation of a row whose columns start at `first`, with its state at a moment.
  static func invitation(_ row: any Statement, from first: Int = 0, at now: Time) -> Invitation {
    let expireTime = Time(microseconds: row.int64(first + 10))
    let stored = InvitationState(rawValue: row.int32(first + 9))
    return Invitation(
      id: row.int64(first),
      accountID: row.int64(first + 1),
      email: row.text(first + 2),
      permissions: Permissions(rawValue: row.int64(first + 3)).list,
      membershipExpireTime: row.optionalInt64(first + 4).map { Timestamp(Time(microseconds: $0)) },
      language: row.text(first + 5),
      inviter: ProtoActor(
        kind: ActorKind(rawValue: row.int32(first + 6)),
        id: row.int64(first + 7),
        name: row.text(first + 8)
      ),
      state: InvitationState(stored: stored, expireTime: expireTime, at: now),
      expireTime: Timestamp(expireTime),
      sendCount: row.int32(first + 11),
      sendTime: Timestamp(Time(microseconds: row.int64(first + 12))),
      acceptedByUserID: row.int64(first + 13),
      createTime: Timestamp(Time(microseconds: row.int64(first + 14))),
      updateTime: Timestamp(Time(microseconds: row.int64(first + 15))),
      revision: row.int64(first + 16)
    )
  }

  /// - Throws: `INVITATION_NOT_FOUND`.
  static func invitation(id: Int64, at now: Time, _ db: any Connection) throws -> Invitation {
    guard let invitation = try db.first(byID, id, read: { invitation($0, at: now) }) else {
      throw RPCError.invitationNotFound(id)
    }
    return invitation
  }

  /// The invitation whose latest mail has this token.
  ///
  /// - Throws: `INVITATION_NOT_FOUND`.
  static func invitation(token: String, at now: Time, _ db: any Connection) throws -> Invitation {
    let hash = TokenHash(of: token.utf8).bytes
    guard let invitation = try db.first(byTokenHash, hash, read: { invitation($0, at: now) }) else {
      throw RPCError(
        .invitationNotFound,
        "This link belongs to no invitation. A later mail may have replaced it: use the link of the last one."
      )
    }
    return invitation
  }

  /// The pending or expired invitations of an address to one account.
  static func open(
    ofAccount account: Int64,
    email: String,
    at now: Time,
    _ db: any Connection
  ) throws -> [Invitation] {
    try db.all(openOfPair, EmailAddress.key(email), account) { invitation($0, at: now) }
  }

  /// The pending or expired invitations of an address to any account.
  static func open(toAddress email: String, at now: Time, _ db: any Connection) throws -> [Invitation] {
    try db.all(openToAddress, EmailAddress.key(email)) { invitation($0, at: now) }
  }

  /// The pending or expired invitations of an address to the accounts that a user is a member of.
  static func open(
    toAddress email: String,
    member user: Int64,
    at now: Time,
    _ db: any Connection
  ) throws -> [Invitation] {
    try db.all(openToMember, EmailAddress.key(email), user) { invitation($0, at: now) }
  }

  /// All invitations of an address to an account, in any state.
  static func ids(ofAccount account: Int64, email: String, _ db: any Connection) throws -> [Int64] {
    try db.all(idsOfPair, EmailAddress.key(email), account) { $0.int64(0) }
  }

  /// The id of the pending invitation of an address to an account.
  static func pendingID(account: Int64, email: String, at now: Time, _ db: any Connection) throws -> Int64? {
    try db.first(pendingID, account, EmailAddress.key(email), now.microseconds) { $0.int64(0) }
  }

  static func pendingCount(ofAccount id: Int64, at now: Time, _ db: any Connection) throws -> Int64 {
    try db.first(countPending, id, now.microseconds) { $0.int64(0) } ?? 0
  }

  /// - Parameter draft: the invitation to insert, without an id.
  static func insert(
    _ draft: Invitation,
    _ terms: InvitationTerms,
    _ token: OpaqueToken,
    _ stamp: Stamp,
    _ db: any Connection
  ) throws -> Invitation {
    try db.only(
      insert,
      draft.accountID,
      draft.email,
      EmailAddress.key(draft.email),
      terms.permissions.rawValue,
      terms.membershipExpireTime?.microseconds,
      draft.language,
      Int64(draft.inviter?.kind.rawValue ?? 0),
      draft.inviter?.id ?? 0,
      draft.inviter?.name ?? "",
      token.hash.bytes,
      terms.expireTime.microseconds,
      stamp.time.microseconds,
      stamp.revision
    ) { invitation($0, at: stamp.time) }
  }

  /// Records that it was sent again, which invalidates the former token.
  static func resend(
    _ invitation: Invitation,
    _ token: OpaqueToken,
    until expireTime: Time,
    _ stamp: Stamp,
    _ db: any Connection
  ) throws -> Invitation {
    var update = Update(of: "invitations")
    update.set("token_hash", token.hash.bytes)
    update.set("expire_time", expireTime.microseconds)
    update.set("send_count", Int64(invitation.sendCount) + 1)
    update.set("send_time", stamp.time.microseconds)
    return try run(&update, invitation, stamp, db)
  }

  /// Updates the state.
  static func set(
    _ state: InvitationState,
    of invitation: Invitation,
    acceptedBy user: Int64 = 0,
    _ stamp: Stamp,
    _ db: any Connection
  ) throws -> Invitation {
    var update = Update(of: "invitations")
    update.set("state", Int64(state.rawValue))
    if user != 0 { update.set("accepted_by_user_id", user) }
    return try run(&update, invitation, stamp, db)
  }

  private static func run(
    _ update: inout Update,
    _ invitation: Invitation,
    _ stamp: Stamp,
    _ db: any Connection
  ) throws -> Invitation {
    update.set(stamp)
    // The invitation was read in this transaction, so there is a row.
    return try update.run(id: invitation.id, returning: columns, on: db) {
      self.invitation($0, at: stamp.time)
    }!
  }
}

extension RPCError {
  static func invitationNotFound(_ id: Int64) -> RPCError {
    RPCError(.invitationNotFound, "There is no invitation \(id).", ["invitation_id": "\(id)"])
  }
}
