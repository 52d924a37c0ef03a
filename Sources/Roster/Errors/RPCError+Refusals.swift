import RPC
import RosterProto

extension RPCError {
  /// The domain of Roster's reasons in an `ErrorInfo`.
  package static let domain = "roster"

  /// A refusal.
  ///
  /// - Parameters:
  ///   - message: for people: what is wrong, and what to do next.
  ///   - metadata: the entries that `error_reason.proto` lists for this reason.
  package init(
    _ reason: ErrorReason,
    _ message: String,
    _ metadata: [String: String] = [:],
    cause: (any Error)? = nil
  ) {
    let info = ErrorInfo(reason: reason.description, domain: Self.domain, metadata: metadata)
    self.init(reason.code, message, details: [.errorInfo(info)], cause: cause)
  }

  /// An invalid field. `description` reads on from the field's name: "must not be empty".
  package static func invalid(_ field: String, _ description: String) -> RPCError {
    RPCError(.invalidField, "\(field) \(description).").naming(field, description)
  }

  /// The error with the field that is to blame.
  func naming(_ field: String, _ description: String) -> RPCError {
    var error = self
    let violation = BadRequest.FieldViolation(field: field, description: description)
    error.details.append(.badRequest(BadRequest(fieldViolations: [violation])))
    return error
  }

  /// A full queue: nothing was done.
  package static func overloaded(_ what: String) -> RPCError {
    var error = RPCError(.overloaded, "The server has too many \(what) waiting. Try again in a moment.")
    let delay = ProtoDuration(seconds: 0, nanos: Int32(Limits.overloadRetryMilliseconds) * 1_000_000)
    error.details.append(.retryInfo(RetryInfo(retryDelay: delay)))
    return error
  }

  /// An entity has changed since the caller read it.
  package static func revisionMismatch(_ what: String, expected: Int64, current: Int64) -> RPCError {
    RPCError(
      .revisionMismatch,
      "\(what) is at revision \(current), not \(expected): it changed since you read it. Read it again, "
        + "then decide.",
      ["expected_revision": "\(expected)", "current_revision": "\(current)"]
    )
  }
}
