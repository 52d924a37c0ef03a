import RPC
import RosterProto

/// What is noted of a user's verification, and where it can go from a stage: a value, without a database.
struct VerificationRecord: Sendable, Hashable {
  var orderTime: Time
  var provider = ""
  var requestTime: Time?
  var submitTime: Time?
  var decideTime: Time?
  var expireTime: Time?
  var note = ""

  /// Asks for a proof, until a time. What was noted before is cleared.
  mutating func initiate(provider: String, at now: Time, until end: Time) {
    self = VerificationRecord(orderTime: orderTime, provider: provider, requestTime: now, expireTime: end)
  }

  /// Notes what was found. A decision ends the waiting.
  mutating func note(_ stage: Verification, _ note: String, at now: Time) {
    if stage == .submitted {
      submitTime = now
    } else {
      decideTime = now
      expireTime = nil
    }
    self.note = note
  }

  /// Back to where nothing was asked. That an order was placed stays.
  mutating func reset() {
    self = VerificationRecord(orderTime: orderTime)
  }

  /// Whether one stage may follow another by somebody's doing.
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

/// Who decides on proofs of identity.
protocol VerificationProvider: Sendable {
  /// As `UserVerification.provider` names it.
  var name: String { get }
}

/// Staff look at the proof and record the outcome.
struct ManualVerification: VerificationProvider {
  let name = "manual"
}
