import RosterProto

/// The record of a user's verification, and the transitions between stages: a value, without a database.
struct VerificationRecord: Sendable, Hashable {
  var orderTime: Time
  var provider = ""
  var requestTime: Time?
  var submitTime: Time?
  var decideTime: Time?
  var expireTime: Time?
  var note = ""

  /// Requests a proof until `end`, and clears earlier results.
  mutating func initiate(provider: String, at now: Time, until end: Time) {
    self = VerificationRecord(orderTime: orderTime, provider: provider, requestTime: now, expireTime: end)
  }

  /// Records an outcome. A decision removes the expiry.
  mutating func note(_ stage: Verification, _ note: String, at now: Time) {
    if stage == .submitted {
      submitTime = now
    } else {
      decideTime = now
      expireTime = nil
    }
    self.note = note
  }

  /// Clears everything but the order.
  mutating func reset() {
    self = VerificationRecord(orderTime: orderTime)
  }

  /// Whether a request may change one stage to another.
  static func canGo(from stage: Verification, to next: Verification) -> Bool {
    switch next {
    case .requested: stage == .none || stage == .failed || stage == .expired
    case .submitted: stage == .requested
    case .verified, .failed: stage == .requested || stage == .submitted
    case .none: stage != .none
    default: false
    }
  }
}
