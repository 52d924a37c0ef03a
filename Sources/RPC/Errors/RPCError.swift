/// Why a call failed: what both sides of the wire see, and the one error type of this layer.
public struct RPCError: Error, Sendable {
  public var code: Code

  /// For people: what went wrong and what to do next. Never a secret, never an internal detail.
  public var message: String

  /// For programs; see ``ErrorInfo``, ``BadRequest`` and ``RetryInfo``.
  public var details: [ErrorDetail]

  /// What lay behind it. It is logged by the side that caught it and never sent.
  public var cause: (any Error)?

  public init(_ code: Code, _ message: String, details: [ErrorDetail] = [], cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.details = details
    self.cause = cause
  }

  /// The error's `ErrorInfo`, where it has one: the reason as text, its domain, and metadata. A contract that
  /// lists its reasons adds a property for them.
  public var info: ErrorInfo? {
    for case .errorInfo(let info) in details { return info }
    return nil
  }

  /// Whether this says that a change may have been made or not. Every other error of a change says that it
  /// was not made, but for `CANCELLED`: who gives a call up does not learn what became of it.
  public var isOutcomeUnknown: Bool {
    info?.reason == Self.outcomeUnknownReason
  }

  package static let outcomeUnknownReason = "OUTCOME_UNKNOWN"

  /// The fields found wrong, where the error names any.
  public var fieldViolations: [BadRequest.FieldViolation] {
    for case .badRequest(let request) in details { return request.fieldViolations }
    return []
  }

  /// How long to wait before trying again, where the error says so.
  public var retryDelay: Duration? {
    for case .retryInfo(let info) in details {
      guard let delay = info.retryDelay else { continue }
      return .seconds(delay.seconds) + .nanoseconds(Int64(delay.nanos))
    }
    return nil
  }
}

extension Result where Failure == RPCError {
  /// The error; nil for a success.
  package var error: RPCError? {
    if case .failure(let error) = self { error } else { nil }
  }
}

extension RPCError: CustomStringConvertible {
  public var description: String {
    info.map { "\(code) (\($0.reason)): \(message)" } ?? "\(code): \(message)"
  }
}
