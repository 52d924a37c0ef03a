import RosterClient

extension Failure {
  /// A failed call as one line: what could not be done, why, what to do.
  ///
  /// - Parameter purpose: what the command was about to do, such as `remove user 1 from account 1`.
  init(_ error: RPCError, purpose: String) {
    // Without an error of the service itself, the server has not answered.
    let isUnanswered =
      (error.code == .unavailable || error.code == .deadlineExceeded) && error.info?.domain != "roster"
    var why = error.message.trimmingPeriod
    // The message may contain it already, if a single field is wrong.
    let untold = error.fieldViolations.filter { !why.contains($0.description.trimmingPeriod) }
    let violations = untold.map { "\($0.field): \($0.description.trimmingPeriod)" }
    if !violations.isEmpty { why += ": " + violations.joined(separator: "; ") }
    if let advice = Self.advice(error) { why += "; \(advice)" }
    guard !error.isOutcomeUnknown else {
      self.init(
        status: .unknown,
        message: "cannot tell whether this was done: \(purpose): \(why) (\(error.info?.reason ?? ""))",
        requestID: error.requestID
      )
      return
    }
    self.init(
      status: isUnanswered ? .unreachable : .refused,
      message: "cannot \(purpose): \(why) (\(error.info?.reason ?? "\(error.code)"))"
    )
  }

  /// Advice with this program's options, which the server does not know.
  private static func advice(_ error: RPCError) -> String? {
    switch error.reason {
    case _ where error.isConnectFailure: "or name another server with --server"
    case .tokenMissing, .tokenMalformed, .tokenInvalid, .tokenRevoked:
      "name the file of a valid token with --token-file"
    case .requestIDReused: "the change that was made under it is in events list --by-request"
    case .invalidPageToken:
      "use the same filters and order as before, and absolute times"
    case .deadlineExceeded: "pass a longer --timeout"
    default: nil
    }
  }
}

extension String {
  /// Without the period at its end, so that more text can follow.
  fileprivate var trimmingPeriod: String {
    hasSuffix(".") ? String(dropLast()) : self
  }
}
