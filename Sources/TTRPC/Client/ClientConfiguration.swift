import RPC
import Transport

/// How a client reaches its server.
public struct ClientConfiguration: Sendable {
  public var limits = TTRPCLimits()

  public var connectionLimits = ConnectionLimits()

  /// How long one attempt to connect may take.
  public var connectTimeout: Duration = .seconds(5)

  /// Calls on the way at once; more wait their turn. A server's own bound is usually the same.
  public var maxCallsInFlight = 1_024

  /// How often a call that can safely be repeated is tried while the server cannot be reached (AIP-194).
  public var maxAttempts = 5

  /// The waits between tries, and between attempts to connect.
  public var backoff = Backoff()

  /// The present, for telling when the next attempt to connect is due; tests put their own here.
  package var now: @Sendable () -> Deadline = { .now }

  /// Waits; tests put their own here.
  package var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

  public init() {}
}

/// The errors that this side of a connection gives itself, domain `ttrpc`.
enum ClientError {
  fileprivate static let cannotConnectReason = "CANNOT_CONNECT"

  static func cannotConnect(to endpoint: Endpoint, _ cause: any Error) -> RPCError {
    error(
      .unavailable,
      cannotConnectReason,
      "Cannot connect to \(endpoint): \(explanation(of: cause)) Start the server, or correct the address.",
      cause: cause
    )
  }

  static func connectionLost(_ endpoint: Endpoint, _ cause: (any Error)?) -> RPCError {
    error(
      .unavailable,
      "CONNECTION_LOST",
      "The connection to \(endpoint) ended before the reply came.",
      cause: cause
    )
  }

  /// No answer to a change that was sent.
  ///
  /// - Parameter error: why there is none.
  static func outcomeUnknown(_ error: RPCError) -> RPCError {
    var why = error.message
    if why.hasSuffix(".") { why.removeLast() }
    return self.error(
      .unknown,
      RPCError.outcomeUnknownReason,
      "The change may be made or not: \(why). Repeat it under the same request-id; without one, read, then "
        + "decide.",
      cause: error.cause ?? error
    )
  }

  static let closed = error(.cancelled, "CLIENT_CLOSED", "The client was closed.")

  static let cancelled = error(
    .cancelled,
    "CANCELLED",
    "The caller gave the call up; it may be done all the same."
  )

  static let deadlineExceeded = RPCError.deadlineExceeded(domain: domain)

  static func requestTooLarge(limit: Int) -> RPCError {
    Refusal.oversizeRequest(limit: limit).error(domain: domain)
  }

  static func replyTooLarge(_ bytes: Int, limit: Int) -> RPCError {
    Refusal.oversizeFrame(bytes: bytes, limit: limit).error(domain: domain)
  }

  static func unreadableReply(_ cause: any Error) -> RPCError {
    error(.internal, "MALFORMED_MESSAGE", "The server's answer is not a valid ttrpc Response.", cause: cause)
  }

  private static let domain = "ttrpc"

  private static func error(
    _ code: Code,
    _ reason: String,
    _ message: String,
    cause: (any Error)? = nil
  ) -> RPCError {
    RPCError(code, message, details: [.errorInfo(ErrorInfo(reason: reason, domain: domain))], cause: cause)
  }
}

extension RPCError {
  /// Whether there was no connection to send the call on: the server was not reached.
  public var isConnectFailure: Bool { info?.reason == ClientError.cannotConnectReason }
}
