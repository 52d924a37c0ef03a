import Mail
import SQL

/// Delivers one mail at a time from the outbox through the transport, and records the outcome in the outbox.
///
/// An attempt is committed before it is made. So a crash before the delivery loses nothing: the mail is due
/// again at the time recorded with the attempt. A crash after it may send the mail twice, with the same
/// Message-ID, but never more often than the allowed attempts.
struct MailDelivery: Sendable {
  let writer: WriteQueue
  let sealer: Sealer
  let composer: MailComposer
  let transport: any MailTransport
  let backoff: MailBackoff
  let clock: WallClock
  let maxAttempts: Int
  /// Whether to abort a delivery in progress, because the server stops.
  var isCancelled: @Sendable () -> Bool = { false }

  enum Step: Sendable, Hashable {
    case sent(Int64)
    case postponed(Int64, error: String)
    case died(Int64, error: String)
    /// It failed, and was withdrawn in the meantime: there is no other attempt.
    case withdrawn(Int64)
    /// No mail is due before that time; nil if none is queued.
    case idle(until: Time?)
  }

  /// Takes the next mail that is due, if any, and delivers it.
  ///
  /// - Throws: the writer's errors. A delivered mail may then be delivered again.
  func step() throws -> Step {
    switch try take() {
    case .idle(let time): .idle(until: time)
    case .givenUp(let id, let error): .died(id, error: error)
    case .attempt(let mail, let secret): try record(attempt(mail, secret: secret), of: mail, secret: secret)
    }
  }

  private static let interrupted = "the last attempt was interrupted; the mail may have arrived"
  private static let expired = "the mail's content expired before it could be sent"

  private enum Taken: Sendable {
    case attempt(OutboxMail, secret: String?)
    case givenUp(Int64, error: String)
    case idle(until: Time?)
  }

  private func take() throws -> Taken {
    let now = clock.now()
    return try writer.perform { db in
      try MailQueries.bringForward(now: now, db)
      guard let (mail, sealed) = try MailQueries.firstQueued(db) else { return .idle(until: nil) }
      guard mail.nextAttemptTime <= now else { return .idle(until: mail.nextAttemptTime) }
      let link = open(sealed, of: mail)
      if let error = reasonToGiveUp(mail, at: now) ?? link.error {
        let mayHaveArrived = mail.mayHaveArrived
        try MailQueries.markDead(mail.id, error: error, mayHaveArrived: mayHaveArrived, now: now, db)
        return .givenUp(mail.id, error: error)
      }
      let next = backoff.next(after: mail.attempts + 1, now: now)
      try MailQueries.begin(mail.id, nextAttempt: next, now: now, db)
      return .attempt(mail, secret: link.secret)
    }
  }

  /// The secret of a mail, or why it cannot be read. One mail that cannot be read does not hold up the
  /// others.
  private func open(_ sealed: String?, of mail: OutboxMail) -> (secret: String?, error: String?) {
    guard let sealed else { return (nil, nil) }
    do throws(DamagedData) {
      return (try sealer.openText(sealed, .mail(mail.id)), nil)
    } catch {
      return (nil, "the mail's link cannot be decrypted: \(error)")
    }
  }

  private func reasonToGiveUp(_ mail: OutboxMail, at now: Time) -> String? {
    if mail.attempts >= maxAttempts { return Self.interrupted }
    if let end = mail.expireTime, end <= now { return Self.expired }
    return nil
  }

  private func attempt(_ mail: OutboxMail, secret: String?) -> MailError? {
    do throws(MailError) {
      try transport.deliver(composer.message(mail, secret: secret), isCancelled: isCancelled)
      return nil
    } catch {
      return error
    }
  }

  private func record(_ error: MailError?, of mail: OutboxMail, secret: String?) throws -> Step {
    let id = mail.id
    let attempt = mail.attempts + 1
    let now = clock.now()
    guard let error else {
      try writer.perform { db in try MailQueries.markSent(id, now: now, db) }
      return .sent(id)
    }
    // A mail server may quote the message in its reply.
    let message = secret.map { error.message.replacing($0, with: MailComposer.redacted) } ?? error.message
    let mayHaveArrived = mail.mayHaveArrived || error.mayHaveArrived
    guard error.kind != .permanent, attempt < maxAttempts else {
      let isDead = try writer.perform { db in
        try MailQueries.markDead(id, error: message, mayHaveArrived: mayHaveArrived, now: now, db)
      }
      return isDead ? .died(id, error: message) : .withdrawn(id)
    }
    let isPostponed = try writer.perform { db in
      try MailQueries.postpone(
        id,
        attempt: attempt,
        error: message,
        mayHaveArrived: mayHaveArrived,
        now: now,
        db
      )
    }
    return isPostponed ? .postponed(id, error: message) : .withdrawn(id)
  }
}
