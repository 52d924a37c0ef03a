import Logging
import Synchronization

/// Records log entries: level, message and metadata, one text for each entry.
final class LogRecorder: Sendable {
  private let kept = Mutex<[String]>([])

  var lines: [String] { kept.withLock { $0 } }

  var logger: Logger { Logger(label: "test", factory: { _ in Handler(recorder: self) }) }

  private struct Handler: LogHandler {
    let recorder: LogRecorder
    var logLevel = Logger.Level.info
    var metadata = Logger.Metadata()

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let facts = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      let line = ["\(event.level): \(event.message)"] + facts
      recorder.kept.withLock { $0.append(line.joined(separator: " ")) }
    }
  }
}
