import Logging
import ServiceLifecycle
import UnixSignals

/// Handles SIGHUP, which by convention reloads settings. Without a handler, the signal would end the process.
struct Reload: Service {
  let logger: Logger

  func run() async throws {
    let signals = await UnixSignalsSequence(trapping: .sighup)
    for await _ in signals.cancelOnGracefulShutdown() {
      logger.notice("SIGHUP: there is nothing to reload; settings are read at the start")
    }
  }
}
