import RPC

extension RPCError {
  private static let reasons = Dictionary(
    uniqueKeysWithValues: ErrorReason.allCases.filter { $0 != .unspecified }.map { ($0.description, $0) }
  )

  /// Why the call failed, also where the client itself ended it for the same reason.
  ///
  /// Nil for a reason that the contract of this build does not list; `info?.reason` has its text.
  public var reason: ErrorReason? {
    info.flatMap { Self.reasons[$0.reason] }
  }
}
