/// The party that decides on proofs of identity.
protocol VerificationProvider: Sendable {
  /// The name in `UserVerification.provider`.
  var name: String { get }
}
