import Logging
import Mail
import SQL
import Work

/// The thread that sends the mails of the outbox.
///
/// It sleeps until a write queues a mail or the next attempt is due.
package final class MailDispatcher: Sendable {
  /// The longest sleep: attempts are due by the wall clock, which may be set while the thread sleeps by the
  /// monotonic one.
  private static let maxSleepMilliseconds: Int64 = 60_000
  /// The delay after a database error.
  private static let recoveryMilliseconds = 5_000

  private let signal: MailSignal
  private let thread: WorkerThread

  /// Starts the thread.
  ///
  /// - Parameter writer: must not be stopped before the dispatcher.
  package init(
    outbox: MailOutbox,
    writer: WriteQueue,
    composer: MailComposer,
    transport: any MailTransport,
    backoff: MailBackoff = MailBackoff(),
    clock: WallClock = .system,
    maxAttempts: Int = Limits.maxMailAttempts,
    logger: Logger
  ) {
    let signal = outbox.signal
    let delivery = MailDelivery(
      writer: writer,
      sealer: outbox.sealer,
      composer: composer,
      transport: transport,
      backoff: backoff,
      clock: clock,
      maxAttempts: maxAttempts,
      isCancelled: { signal.isEnding }
    )
    self.signal = signal
    thread = WorkerThread(name: "mail") {
      while !signal.isEnding { Self.run(delivery, signal, clock, logger) }
    }
  }

  /// Aborts a delivery in progress, and returns when the thread has ended. Call it once, before the writer's
  /// ``WriteQueue/stop()``.
  package func stop() {
    signal.end()
    thread.join()
  }

  private static func run(
    _ delivery: MailDelivery,
    _ signal: MailSignal,
    _ clock: WallClock,
    _ logger: Logger
  ) {
    do {
      switch try delivery.step() {
      case .sent(let id):
        logger.debug("mail sent", metadata: ["mail": "\(id)"])
      case .postponed(let id, let error):
        logger.warning("mail not sent, to be tried again", metadata: ["mail": "\(id)", "error": "\(error)"])
      case .died(let id, let error):
        logger.error("mail given up", metadata: ["mail": "\(id)", "error": "\(error)"])
      case .withdrawn(let id):
        logger.debug("mail withdrawn while it was being sent", metadata: ["mail": "\(id)"])
      case .idle(let time):
        let wait = time.map { ($0.microseconds - clock.now().microseconds) / 1_000 + 1 }
        signal.wait(milliseconds: Int(max(0, min(wait ?? maxSleepMilliseconds, maxSleepMilliseconds))))
      }
    } catch {
      logger.error("the outbox failed", metadata: ["error": "\(error)"])
      signal.wait(milliseconds: recoveryMilliseconds)
    }
  }
}
