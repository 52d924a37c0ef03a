import ProtobufC
import RPC
import RosterProto
import SQL
import Work

extension RPCError {
  /// What the caller is told about an error. A fault of the server has its cause, which is logged and never
  /// sent.
  init(telling error: any Error) {
    self =
      switch error {
      case let error as RPCError: error
      case let error as QueueError: Self.refusal(error)
      case let error as WriteOutcomeUnknown:
        RPCError(
          .outcomeUnknown,
          "The change is not confirmed: it may or may not have been made. "
            + "Repeat it with the same request-id.",
          cause: error.cause
        )
      case let error as SQLError where error.kind == .interrupted: Self.refusal(.expired)
      case let error as SQLError where error.kind == .busy: .overloaded("requests")
      case let error as SQLError where error.kind == .corrupt: Self.damage(error)
      case let error as DamagedData: Self.damage(error)
      case is ArenaExhausted:
        Self.tooLarge("The reply is larger than a message may be. Ask for less at a time.")
      default:
        RPCError(
          ErrorReason.internal,
          "The server could not do this; its log says why. Nothing was changed.",
          cause: error
        )
      }
  }

  /// Why a request cannot be decoded. Only for what a caller has sent: stored data that cannot be decoded is
  /// ``DamagedData``.
  init(undecodable error: DecodingError) {
    self =
      switch error.reason {
      case .malformed: RPCError(.malformedMessage, "The request \(error.explanation).")
      case .tooLarge: Self.tooLarge("The request \(error.explanation).")
      case .invalidUTF8, .embeddedNUL, .tooManyBytes, .tooManyItems:
        .invalid(error.field, error.explanation)
      }
  }

  private static func damage(_ cause: any Error) -> RPCError {
    RPCError(
      ErrorReason.dataLoss,
      "The data stored for this is damaged. Nothing was changed. Tell the server's operator: "
        + "the log has the details.",
      cause: cause
    )
  }

  private static func tooLarge(_ message: String) -> RPCError {
    RPCError(.messageTooLarge, message, ["limit_bytes": "\(Arena.defaultLimitBytes)"])
  }

  private static func refusal(_ error: QueueError) -> RPCError {
    switch error {
    case .full: .overloaded("requests")
    case .stopped: RPCError(.shuttingDown, "The server is shutting down. Try again on a new connection.")
    case .expired: RPCError(ErrorReason.deadlineExceeded, "The call's deadline passed. Nothing was changed.")
    }
  }
}
