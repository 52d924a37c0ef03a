import Mail
import SQL

/// One mail at a time from the outbox into the transport's hands, and what came of it back into the outbox.
///
/// An attempt is counted, durably, before it is made. So a crash before the delivery loses nothing: the mail
/// is due again at the time noted with the count. A crash after it may send the mail twice, under the same
/// Message-ID, and never more often than there are attempts.
struct MailDelivery: Sendable {
  let writer: WriteQueue
  let composer: MailComposer
  let transport: any MailTransport
  let backoff: MailBackoff
  let clock: WallClock
  let maxAttempts: Int
  /// Whether a delivery under way is to be given up, because the server stops.
  var isCancelled: @Sendable () -> Bool = { false }

  enum Step: Sendable, Hashable {
    case sent(Int64)
    case postponed(Int64, error: String)
    case died(Int64, error: String)
    /// Nothing is due before that time; nil: nothing is queued.
    case idle(until: Time?)
  }

  /// Does the next thing there is to do.
  ///
  /// - Throws: what the writer threw. A mail that was delivered may then be delivered again.
  func step() throws -> Step {
    switch try take() {
    case .idle(let time): .idle(until: time)
    case .exhausted(let id): .died(id, error: Self.interrupted)
    case .attempt(let mail, let secret): try record(attempt(mail, secret: secret), of: mail, secret: secret)
    }
  }

  private static let interrupted = "the last attempt was interrupted; the mail may have arrived"

  private enum Taken: Sendable {
    case attempt(OutboxMail, secret: String?)
    case exhausted(Int64)
    case idle(until: Time?)
  }

  private func take() throws -> Taken {
    let now = clock.now()
    return try writer.perform { db in
      guard let (mail, secret) = try MailQueries.firstQueued(db) else { return .idle(until: nil) }
      guard mail.nextAttemptTime <= now else { return .idle(until: mail.nextAttemptTime) }
      guard mail.attempts < maxAttempts else {
        try MailQueries.markDead(mail.id, error: Self.interrupted, now: now, db)
        return .exhausted(mail.id)
      }
      let next = backoff.next(after: mail.attempts + 1, now: now)
      try MailQueries.begin(mail.id, nextAttempt: next, now: now, db)
      return .attempt(mail, secret: secret)
    }
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
    // A server may quote in its reply what it was given.
    let message = secret.map { error.message.replacing($0, with: MailComposer.redacted) } ?? error.message
    guard error.kind != .permanent, attempt < maxAttempts else {
      try writer.perform { db in try MailQueries.markDead(id, error: message, now: now, db) }
      return .died(id, error: message)
    }
    try writer.perform { db in try MailQueries.postpone(id, attempt: attempt, error: message, now: now, db) }
    return .postponed(id, error: message)
  }
}
