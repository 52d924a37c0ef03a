import Foundation
import SQL

/// The SQL of the outbox.
package enum MailQueries {
  /// The columns of a mail, in the order ``mail(_:from:)`` reads them, without the secret.
  static let columns = """
    mails.id, mails.template, mails.language, mails.recipient, mails.variables, mails.state, mails.attempts, \
    mails.next_attempt_time, mails.last_error, mails.create_time, mails.sent_time, \
    mails.update_time, mails.revision, mails.expire_time, mails.may_have_arrived
    """
  static let columnCount = 15

  private static let insert = Query(
    """
    INSERT INTO mails
      (template, language, recipient, recipient_key, variables, topic, expire_time, next_attempt_time,
        create_time, update_time, revision)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $8, $9) RETURNING id
    """
  )
  private static let byID = Query("SELECT \(columns) FROM mails WHERE id = $1")
  private static let firstQueued = Query(
    "SELECT \(columns), mails.secret FROM mails WHERE state = 1 ORDER BY next_attempt_time, id LIMIT 1"
  )
  private static let begin = Query(
    """
    UPDATE mails SET attempts = attempts + 1, may_have_arrived = 1, next_attempt_time = $1, update_time = $2
    WHERE id = $3 AND state = 1
    """
  )
  private static let postpone = Query(
    """
    UPDATE mails SET last_error = $1, may_have_arrived = $2, update_time = $3
    WHERE id = $4 AND attempts = $5 AND state = 1
    """
  )
  private static let markSent = Query(
    """
    UPDATE mails SET state = 2, sent_time = $1, secret = NULL, update_time = $1
    WHERE id = $2 AND state IN (1, 4)
    """
  )
  private static let markDead = Query(
    """
    UPDATE mails SET state = 3, last_error = $1, may_have_arrived = $2, update_time = $3
    WHERE id = $4 AND state = 1
    """
  )
  private static let requeue = Query(
    """
    UPDATE mails SET state = 1, attempts = 0, next_attempt_time = $1, update_time = $1, revision = $2
    WHERE id = $3 AND state = 3
    """
  )
  private static let withdraw = Query(
    """
    UPDATE mails SET state = 4, secret = NULL, update_time = $1, revision = $2
    WHERE topic = $3 AND state IN (1, 3)
    """
  )
  private static let hasArrived = Query(
    "SELECT 1 FROM mails WHERE topic = $1 AND (state = 2 OR may_have_arrived = 1) LIMIT 1"
  )
  private static let bringForward = Query(
    """
    UPDATE mails SET next_attempt_time = $1, update_time = $1
    WHERE state = 1 AND update_time > $1
    """
  )

  /// The mail of a row whose columns start at `first`.
  static func mail(_ row: any Statement, from first: Int = 0) throws -> OutboxMail {
    let id = row.int64(first)
    guard let state = OutboxMail.State(rawValue: row.int64(first + 5)) else {
      throw DamagedData(place: "the state of mail \(id)", problem: "is unknown")
    }
    return OutboxMail(
      id: id,
      template: row.text(first + 1),
      language: row.text(first + 2),
      recipient: row.text(first + 3),
      variables: try variables(row.text(first + 4), of: id),
      expireTime: row.optionalInt64(first + 13).map(Time.init(microseconds:)),
      state: state,
      attempts: Int(row.int64(first + 6)),
      mayHaveArrived: row.bool(first + 14),
      nextAttemptTime: Time(microseconds: row.int64(first + 7)),
      lastError: row.text(first + 8),
      createTime: Time(microseconds: row.int64(first + 9)),
      sentTime: row.optionalInt64(first + 10).map(Time.init(microseconds:)),
      updateTime: Time(microseconds: row.int64(first + 11)),
      revision: row.int64(first + 12)
    )
  }

  private static func variables(_ text: String, of id: Int64) throws(DamagedData) -> [String: String] {
    guard let variables = try? JSONDecoder().decode([String: String].self, from: Data(text.utf8)) else {
      throw DamagedData(place: "the variables of mail \(id)", problem: "are not a JSON object of texts")
    }
    return variables
  }

  /// - Returns: the mail's id.
  static func insert(
    template: String,
    language: String,
    recipient: String,
    variables: [String: String],
    topic: MailTopic?,
    expireTime: Time?,
    _ stamp: Stamp,
    _ db: any Connection
  ) throws -> Int64 {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = String(decoding: try encoder.encode(variables), as: UTF8.self)
    return try db.only(
      insert,
      template,
      language,
      recipient,
      EmailAddress.key(recipient),
      json,
      topic?.key,
      expireTime?.microseconds,
      stamp.time.microseconds,
      stamp.revision
    ) { $0.int64(0) }
  }

  private static let setSecret = Query("UPDATE mails SET secret = $1 WHERE id = $2")
  // Only queued and failed mails have secrets. Each state has an index, so that a start does not read all
  // mails.
  private static let secrets = Query(
    """
    SELECT id, secret FROM mails WHERE state = 1 AND secret IS NOT NULL
    UNION ALL SELECT id, secret FROM mails WHERE state = 3 AND secret IS NOT NULL
    """
  )

  /// - Parameter sealed: the secret, sealed for this mail.
  static func setSecret(_ sealed: String, of id: Int64, _ db: any Connection) throws {
    try db.run(setSecret, sealed, id)
  }

  /// The secrets, each with its mail's id.
  static func secrets(_ db: any Connection) throws -> [(mail: Int64, secret: String)] {
    try db.all(secrets) { ($0.int64(0), $0.text(1)) }
  }

  /// Seals the secrets that an earlier release has left in plain text.
  static func sealSecrets(with sealer: Sealer, _ db: any Connection) throws {
    for (mail, secret) in try secrets(db) where !Sealer.isSealed(secret) {
      try setSecret(sealer.sealText(secret, .mail(mail)), of: mail, db)
    }
  }

  static func mailIfAny(id: Int64, _ db: any Connection) throws -> OutboxMail? {
    try db.first(byID, id) { try mail($0) }
  }

  /// The queued mail that is due first, and its sealed secret.
  static func firstQueued(_ db: any Connection) throws -> (mail: OutboxMail, secret: String?)? {
    try db.first(firstQueued) { (try mail($0), $0.optionalText(columnCount)) }
  }

  /// Counts an attempt before it is made, and schedules the next.
  static func begin(_ id: Int64, nextAttempt: Time, now: Time, _ db: any Connection) throws {
    try db.run(begin, nextAttempt.microseconds, now.microseconds, id)
  }

  /// Records that an attempt failed; the next is already scheduled.
  ///
  /// - Returns: whether the mail stays queued: false if it was withdrawn in the meantime.
  static func postpone(
    _ id: Int64,
    attempt: Int,
    error: String,
    mayHaveArrived: Bool,
    now: Time,
    _ db: any Connection
  ) throws -> Bool {
    try db.run(postpone, error, mayHaveArrived, now.microseconds, id, attempt) > 0
  }

  /// Records that a mail was delivered, even one withdrawn during the delivery.
  static func markSent(_ id: Int64, now: Time, _ db: any Connection) throws {
    try db.run(markSent, now.microseconds, id)
  }

  /// - Returns: false if the mail was withdrawn in the meantime.
  @discardableResult
  static func markDead(
    _ id: Int64,
    error: String,
    mayHaveArrived: Bool,
    now: Time,
    _ db: any Connection
  ) throws -> Bool {
    try db.run(markDead, error, mayHaveArrived, now.microseconds, id) > 0
  }

  /// Gives a dead mail all its attempts anew.
  static func requeue(_ id: Int64, _ stamp: Stamp, _ db: any Connection) throws {
    try db.run(requeue, stamp.time.microseconds, stamp.revision, id)
  }

  /// Withdraws all mails about something that still wait or were given up, and forgets their secrets.
  static func withdraw(_ topic: MailTopic, _ stamp: Stamp, _ db: any Connection) throws {
    try db.post(withdraw, stamp.time.microseconds, stamp.revision, topic.key)
  }

  /// Whether a mail about a topic has been sent or may have arrived.
  static func hasArrived(_ topic: MailTopic, _ db: any Connection) throws -> Bool {
    try db.first(hasArrived, topic.key) { _ in true } ?? false
  }

  /// Makes mails due that were queued or postponed later than now, before the clock was set back: otherwise
  /// they would wait for as long as the clock was ahead.
  static func bringForward(now: Time, _ db: any Connection) throws {
    try db.run(bringForward, now.microseconds)
  }
}
