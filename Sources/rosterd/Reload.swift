import Logging
import ServiceLifecycle
import UnixSignals

/// Does what SIGHUP asks for: to read again what can change while the server runs. Without it, the signal
/// would end the process.
struct Reload: Service {
  let logger: Logger

  func run() async throws {
    let signals = await UnixSignalsSequence(trapping: .sighup)
    for await _ in signals.cancelOnGracefulShutdown() {
      logger.notice("SIGHUP: there is nothing to reload; settings are read at the start")
    }
  }
}
