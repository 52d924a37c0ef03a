import Mail

/// A mail in the outbox, without its secret: what staff may see.
package struct OutboxMail: Sendable, Hashable {
  package enum State: Int64, Sendable {
    /// Waits for its next attempt.
    case queued = 1
    case sent = 2
    /// Failed: permanently refused, expired, or after too many attempts.
    case dead = 3
    /// Made obsolete by a later change before it was sent: it is never sent.
    case withdrawn = 4
  }

  package let id: Int64
  /// A ``MailTemplate``'s raw value; other releases may have other templates.
  package let template: String
  package let language: String
  package let recipient: String
  package let variables: [String: String]
  /// When it is no longer worth sending; nil for never.
  package let expireTime: Time?
  package let state: State
  /// Attempts begun.
  package let attempts: Int
  /// Whether the recipient may have an unsent mail: an attempt is in progress, or its outcome is unknown.
  package let mayHaveArrived: Bool
  /// Only for a queued mail.
  package let nextAttemptTime: Time
  /// The error of the last failed attempt; empty if none failed.
  package let lastError: String
  package let createTime: Time
  package let sentTime: Time?
  package let updateTime: Time
  package let revision: Int64
}
