import Logging
import ServiceLifecycle
import UnixSignals

/// Does again on SIGHUP what can be done without a restart.
struct Reload: Service {
  let logger: Logger
  /// What is reloaded, by name.
  let actions: [(name: String, run: @Sendable () async throws -> Void)]

  func run() async throws {
    let signals = await UnixSignalsSequence(trapping: .sighup)
    for await _ in signals.cancelOnGracefulShutdown() {
      for action in actions {
        do {
          try await action.run()
          logger.notice("reloaded", metadata: ["what": "\(action.name)"])
        } catch {
          logger.error("cannot reload", metadata: ["what": "\(action.name)", "cause": "\(error)"])
        }
      }
      if actions.isEmpty { logger.notice("SIGHUP: there is nothing to reload") }
    }
  }
}
