import Mail

/// The queue as the stream of swift-log's `StreamLogHandler`: one event is always one line.
///
/// The log contains texts of peers, of mail servers and of a damaged database. They must not forge lines or
/// control a terminal.
struct LogStream: TextOutputStream, Sendable {
  /// A longer line is cut.
  static let maxLineCharacters = 16_384

  let queue: LogQueue

  func write(_ text: String) {
    let text = text.hasSuffix("\n") ? String(text.dropLast()) : text
    queue.append("\(text.printable(maxCharacters: Self.maxLineCharacters))\n".utf8)
  }
}
