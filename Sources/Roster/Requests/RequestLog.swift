import Logging
import ProtobufC
import RPC
import SQL
import Work

/// Converts errors into what callers are told, and logs their causes.
package struct RequestLog: Sendable {
  private let logger: Logger
  // Read once, so that calls cost nothing extra when they are not logged.
  private let isEveryCallLogged: Bool

  package init(_ logger: Logger) {
    self.logger = logger
    isEveryCallLogged = logger.logLevel <= .debug
  }

  /// One call in the log of all calls.
  package struct Record: Sendable {
    fileprivate let logger: Logger
    fileprivate let method: MethodDescriptor
    fileprivate let peer: String
    fileprivate let start: Deadline

    func end(_ error: RPCError? = nil) {
      let microseconds = (Deadline.now.uptimeNanoseconds - start.uptimeNanoseconds) / 1_000
      logger.debug(
        "call",
        metadata: [
          "method": "\(method)", "peer": "\(peer)", "code": "\(error?.code ?? .ok)",
          "reason": "\(error?.reason ?? "")", "duration_us": "\(microseconds)",
        ]
      )
    }
  }

  /// A record of the call; nil unless calls are logged.
  func begin(_ call: ServerCall) -> Record? {
    guard isEveryCallLogged else { return nil }
    return Record(logger: logger, method: call.method, peer: call.connection.peer, start: .now)
  }

  /// The error that the caller is told. A fault of the server is logged with its cause, which is never sent.
  func refusal(_ error: any Error, _ method: MethodDescriptor, _ record: Record?) -> RPCError {
    let refusal = Self.refusal(error)
    if refusal.cause != nil {
      logger.error(
        refusal.code == .dataLoss ? "stored data is damaged" : "a call failed",
        metadata: ["method": "\(method)", "cause": "\(String(describing: refusal.cause ?? error))"]
      )
    }
    record?.end(refusal)
    return refusal
  }

  static func refusal(_ error: any Error) -> RPCError {
    switch error {
    case let error as RPCError: error
    case let error as QueueError: queueRefusal(error)
    case let error as WriteOutcomeUnknown:
      RPCError(
        .outcomeUnknown,
        "The change is not confirmed: it may or may not have been made. Repeat it with the same request-id.",
        cause: error.cause
      )
    case let error as SQLError where error.kind == .interrupted: queueRefusal(.expired)
    case let error as SQLError where error.kind == .busy: .overloaded("requests")
    case let error as SQLError where error.kind == .corrupt: damage(error)
    case let error as DamagedData: damage(error)
    case is ArenaExhausted:
      tooLarge("The reply is larger than a message may be. Ask for less at a time.")
    default:
      RPCError(
        Reason.internal,
        "The server could not do this; its log says why. Nothing was changed.",
        cause: error
      )
    }
  }

  private static func damage(_ cause: any Error) -> RPCError {
    RPCError(
      Reason.dataLoss,
      "The data stored for this is damaged. Nothing was changed. Tell the server's operator: "
        + "the log has the details.",
      cause: cause
    )
  }

  /// Why a request cannot be decoded. Only for what a caller has sent: stored data that cannot be decoded is
  /// ``DamagedData``.
  static func undecodable(_ error: DecodingError) -> RPCError {
    switch error.reason {
    case .malformed: RPCError(.malformedMessage, "The request \(error.explanation).")
    case .tooLarge: tooLarge("The request \(error.explanation).")
    case .invalidUTF8, .embeddedNUL, .tooManyBytes, .tooManyItems: .invalid(error.field, error.explanation)
    }
  }

  private static func tooLarge(_ message: String) -> RPCError {
    RPCError(.messageTooLarge, message, ["limit_bytes": "\(Arena.defaultLimitBytes)"])
  }

  private static func queueRefusal(_ error: QueueError) -> RPCError {
    switch error {
    case .full: .overloaded("requests")
    case .stopped: RPCError(.shuttingDown, "The server is shutting down. Try again on a new connection.")
    case .expired: RPCError(Reason.deadlineExceeded, "The call's deadline passed. Nothing was changed.")
    }
  }
}
