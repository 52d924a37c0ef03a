import Mail

/// A mail in the outbox, without its secret: what staff may see.
package struct OutboxMail: Sendable, Hashable {
  package enum State: Int64, Sendable {
    /// Waits for its next attempt.
    case queued = 1
    case sent = 2
    /// Given up: refused for good, or after too many attempts.
    case dead = 3
  }

  package let id: Int64
  /// As ``MailTemplate``'s raw value: a later version may know other templates.
  package let template: String
  package let language: String
  package let recipient: String
  package let variables: [String: String]
  package let state: State
  /// Attempts begun.
  package let attempts: Int
  /// For a queued mail.
  package let nextAttemptTime: Time
  /// Why the last attempt that failed did; empty if none did.
  package let lastError: String
  package let createTime: Time
  package let sentTime: Time?
  package let updateTime: Time
  package let revision: Int64
}
