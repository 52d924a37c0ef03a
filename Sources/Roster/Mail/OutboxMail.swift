import Mail

/// A mail in the outbox, without its secret: what staff may see.
package struct OutboxMail: Sendable, Hashable {
  package enum State: Int64, Sendable {
    /// Waits for its next attempt.
    case queued = 1
    case sent = 2
    /// Given up: refused for good, or after too many attempts.
    case dead = 3
    /// Overtaken by later news before it was sent: it is not sent any more.
    case withdrawn = 4
  }

  package let id: Int64
  /// As ``MailTemplate``'s raw value: a later version may know other templates.
  package let template: String
  package let language: String
  package let recipient: String
  package let variables: [String: String]
  /// When it is not worth sending any more; nil: never.
  package let expireTime: Time?
  package let state: State
  /// Attempts begun.
  package let attempts: Int
  /// Whether the recipient may have it, though it does not count as sent: an attempt is under way, or nobody
  /// learned what came of one.
  package let mayHaveArrived: Bool
  /// For a queued mail.
  package let nextAttemptTime: Time
  /// Why the last attempt that failed did; empty if none did.
  package let lastError: String
  package let createTime: Time
  package let sentTime: Time?
  package let updateTime: Time
  package let revision: Int64
}
