import ArgumentParser

/// A kind of event on the command line: `user.updated`, or `user.*` for all kinds of a noun.
struct EventKindArgument: Hashable, ParsedArgument {
  let pattern: String

  /// The contract's kinds (event.proto), by noun and in its order. The server accepts any text, so a typo
  /// would give an empty list.
  static let verbs: [(noun: String, verbs: [String])] = [
    (
      "user",
      [
        "created", "updated", "deleted", "locked", "unlocked", "two_factor_disabled",
        "security_question_disabled", "order_recorded", "verification_initiated", "verification_recorded",
        "verification_reset", "password_changed", "password_reset", "password_reset_requested",
        "second_factor_refused", "two_factor_enabled", "recovery_code_used", "recovery_codes_replaced",
        "security_question_changed", "email_change_requested", "reauthentication_refused",
      ]
    ),
    (
      "account",
      [
        "created", "updated", "closed", "reopened", "ownership_transferred", "ownership_offered",
        "ownership_offer_ended",
      ]
    ),
    ("membership", ["created", "updated", "removed"]),
    ("invitation", ["created", "resent", "cancelled", "accepted", "declined"]),
    ("settings", ["updated"]),
    ("principal", ["created", "updated", "deleted"]),
    ("role", ["created", "updated", "deleted"]),
    ("key", ["created", "revoked"]),
    ("mail", ["retried"]),
    (
      "session",
      ["created", "completed", "account_switched", "reauthenticated", "ended", "refused"]
    ),
    ("passkey", ["registered", "removed"]),
  ]

  /// Every kind, the patterns for all kinds of a noun excluded.
  static let kinds = verbs.flatMap { noun, verbs in verbs.map { "\(noun).\($0)" } }

  private static let patterns = verbs.map { "\($0.noun).*" }

  init(parsing text: String) throws(ValidationError) {
    let pattern = text.lowercased()
    guard Self.kinds.contains(pattern) || Self.patterns.contains(pattern) else {
      let ofNoun = Self.kinds.filter { $0.hasPrefix(pattern.prefix { $0 != "." } + ".") }
      throw Suggestion.unknown(
        text,
        "kind of event",
        among: Self.kinds + Self.patterns,
        listing: ofNoun.isEmpty ? Self.patterns : ofNoun
      )
    }
    self.pattern = pattern
  }

  static let completion = CompletionKind.list(kinds + patterns)
}
