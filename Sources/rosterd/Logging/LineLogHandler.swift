import Logging

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Logs a line an event: time in UTC, level, label, metadata as `key=value`, source, message.
struct LineLogHandler: LogHandler {
  var logLevel = Logger.Level.info
  var metadata: Logger.Metadata = [:]

  private let label: String
  private let writer: LogWriter
  private let limiter: LogLimiter
  private let now: @Sendable () -> time_t

  init(
    label: String,
    writer: LogWriter = .standardError,
    limiter: LogLimiter = LogLimiter(),
    now: @escaping @Sendable () -> time_t = { time(nil) }
  ) {
    self.label = label
    self.writer = writer
    self.limiter = limiter
    self.now = now
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var suppressed = 0
    if event.level >= .warning {
      guard let count = limiter.admit(event.message.description) else { return }
      suppressed = count
    }
    var fields = metadata.merging(event.metadata ?? [:]) { $1 }
    if suppressed > 0 { fields["suppressed"] = "\(suppressed)" }
    let pairs = fields.sorted { $0.key < $1.key }.map { " \($0.key)=\("\($0.value)".escapedForLog)" }.joined()
    let message = event.message.description.escapedForLog
    writer.append("\(timestamp) \(event.level) \(label):\(pairs) [\(event.source)] \(message)")
  }

  /// `2026-01-02T03:04:05Z`
  private var timestamp: String {
    var seconds = now()
    var parts = tm()
    gmtime_r(&seconds, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let date = "\(parts.tm_year + 1_900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    return "\(date)T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
  }
}

extension String {
  /// The text with what could forge a line or steer a terminal written out: control, format and separator
  /// characters, as `\u{1b}`. Texts of peers and of mail servers reach the log.
  var escapedForLog: String {
    guard unicodeScalars.contains(where: Self.isEscaped) else { return self }
    var text = ""
    for scalar in unicodeScalars {
      if Self.isEscaped(scalar) {
        text += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  private static func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
