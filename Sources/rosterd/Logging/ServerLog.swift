import Glibc
import Logging
import RPC
import Synchronization

/// The server's log: swift-log's lines on standard error. Logging never waits for standard error.
final class ServerLog: Sendable {
  private let queue: LogQueue
  private let limiter = Mutex(StormLimiter())
  private let level: Logger.Level

  init(level: Logger.Level, descriptor: Int32 = STDERR_FILENO) {
    self.level = level
    queue = LogQueue(descriptor: descriptor)
  }

  /// A logger that writes here.
  func logger(_ label: String) -> Logger {
    var logger = Logger(label: label) { [self] in
      LimitedLogHandler(log: self, inner: StreamLogHandler(label: $0, stream: LogStream(queue: queue)))
    }
    logger.logLevel = level
    return logger
  }

  /// Writes the lines that are left, as far as there is time.
  func close() {
    let untold = limiter.withLock { $0.takeSuppressed() }
    let logger = logger("rosterd")
    for (text, count) in untold {
      logger.notice("lines were left out", metadata: ["line": "\(text)", "suppressed": "\(count)"])
    }
    queue.close()
  }

  fileprivate func admit(_ text: String) -> Int? {
    limiter.withLock { $0.admit(text, now: Deadline.now.uptimeNanoseconds / 1_000_000_000) }
  }
}

/// Leaves out warnings and errors that are logged with the same text many times a second.
private struct LimitedLogHandler: LogHandler {
  let log: ServerLog
  var inner: StreamLogHandler

  var logLevel: Logger.Level {
    get { inner.logLevel }
    set { inner.logLevel = newValue }
  }

  var metadata: Logger.Metadata {
    get { inner.metadata }
    set { inner.metadata = newValue }
  }

  var metadataProvider: Logger.MetadataProvider? {
    get { inner.metadataProvider }
    set { inner.metadataProvider = newValue }
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { inner[metadataKey: key] }
    set { inner[metadataKey: key] = newValue }
  }

  func log(event: LogEvent) {
    guard event.level >= .warning else { return inner.log(event: event) }
    guard let suppressed = log.admit("\(event.message)") else { return }
    var event = event
    if suppressed > 0 {
      var metadata = event.metadata ?? [:]
      metadata["suppressed"] = "\(suppressed)"
      event.metadata = metadata
    }
    inner.log(event: event)
  }
}
