import RosterClient

extension Failure {
  /// A failed call as one line: what could not be done, why, what to do.
  ///
  /// - Parameter purpose: what the command was about to do, such as `remove user 1 from account 1`.
  init(_ error: RPCError, purpose: String) {
    // Without the service's own word on it, nobody there has answered.
    let isUnanswered =
      (error.code == .unavailable || error.code == .deadlineExceeded) && error.info?.domain != "roster"
    var why = error.message.trimmingPeriod
    // A message may have said it already, as it does where a single field is wrong.
    let untold = error.fieldViolations.filter { !why.contains($0.description.trimmingPeriod) }
    let violations = untold.map { "\($0.field): \($0.description.trimmingPeriod)" }
    if !violations.isEmpty { why += ": " + violations.joined(separator: "; ") }
    if let advice = Self.advice(error) { why += "; \(advice)" }
    guard !error.isOutcomeUnknown else {
      self.init(
        status: .unknown,
        message: "cannot tell whether this was done: \(purpose): \(why) (\(error.reason ?? ""))",
        requestID: error.requestID
      )
      return
    }
    self.init(
      status: isUnanswered ? .unreachable : .refused,
      message: "cannot \(purpose): \(why) (\(error.reason ?? "\(error.code)"))"
    )
  }

  /// What to do about it here, where the server cannot know: it has never heard of this program's options.
  private static func advice(_ error: RPCError) -> String? {
    switch error.reason {
    case "TOKEN_MISSING", "TOKEN_MALFORMED", "TOKEN_INVALID", "TOKEN_REVOKED":
      "name the file of a valid token with --token-file"
    case "REQUEST_ID_REUSED": "the change that was made under it is in events list --by-request"
    case "INVALID_PAGE_TOKEN":
      "pass the conditions and the order that the list had, times that were relative to now written out"
    case "CANNOT_CONNECT": "or name another server with --server"
    case "DEADLINE_EXCEEDED": "give it more with --timeout"
    default: nil
    }
  }
}

extension String {
  /// Without the period at its end, so that more can be said in the same line.
  fileprivate var trimmingPeriod: String {
    hasSuffix(".") ? String(dropLast()) : self
  }
}
