import Logging
import ProtobufC
import RPC
import SQL
import Work

/// Turns what a method threw into what its caller is told, and keeps the rest for the log.
package struct RequestLog: Sendable {
  private let logger: Logger
  // Asked once: a call should not pay for a log that nobody keeps.
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

  /// A record of the call, where calls are logged.
  func begin(_ call: ServerCall) -> Record? {
    guard isEveryCallLogged else { return nil }
    return Record(logger: logger, method: call.method, peer: call.connection.peer, start: .now)
  }

  /// What the caller is told about an error. A fault of the server is logged with its cause, which the caller
  /// never sees.
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
        "The change could not be confirmed: it may be made or not. Repeat it under the same request-id.",
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
      "What the server has stored for this is damaged. Nothing was changed. Tell the server's operator: "
        + "the log says what it is.",
      cause: cause
    )
  }

  /// Why a request is refused that is not the message it has to be. Only for what a caller has sent: stored
  /// data that cannot be decoded is ``DamagedData``.
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
