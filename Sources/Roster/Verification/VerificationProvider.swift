/// The party that decides on proofs of identity.
protocol VerificationProvider: Sendable {
  /// The name in `UserVerification.provider`.
  var name: String { get }
}

/// Staff check the proof and record the outcome.
struct ManualVerification: VerificationProvider {
  let name = "manual"
}
