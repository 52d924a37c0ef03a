import Logging
import RPC

/// The log of calls: all of them at the level debug, and at any level those that failed by a fault of the
/// server, with its cause, which the caller never sees.
package struct RequestLog: CallObserver {
  private let logger: Logger
  package let observesSuccesses: Bool

  package init(_ logger: Logger) {
    self.logger = logger
    observesSuccesses = logger.logLevel <= .debug
  }

  package func ended(_ call: CallSummary) {
    logFault(of: call)
    guard observesSuccesses else { return }
    logger.debug(
      "call",
      metadata: [
        "method": "\(Self.name(call))", "peer": "\(call.peer)", "code": "\(call.error?.code ?? .ok)",
        "reason": "\(call.error?.info?.reason ?? "")", "duration_us": "\(call.nanoseconds / 1_000)",
      ]
    )
  }

  package func answeredTooLate(_ call: CallSummary) {
    logFault(of: call)
  }

  private func logFault(of call: CallSummary) {
    guard let error = call.error, let cause = error.cause else { return }
    logger.error(
      error.code == .dataLoss ? "stored data is damaged" : "a call failed",
      metadata: ["method": "\(Self.name(call))", "cause": "\(String(describing: cause))"]
    )
  }

  private static func name(_ call: CallSummary) -> String {
    call.method?.description ?? ""
  }
}
