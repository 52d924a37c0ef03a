import Mail

/// The queue as what swift-log's `StreamLogHandler` writes to: one event is one line, whatever is in it.
///
/// Texts of peers, of mail servers and of a damaged database reach the log, and must neither forge lines nor
/// steer a terminal.
struct LogStream: TextOutputStream, Sendable {
  /// A longer line is cut.
  static let maxLineCharacters = 16_384

  let queue: LogQueue

  func write(_ text: String) {
    let text = text.hasSuffix("\n") ? String(text.dropLast()) : text
    queue.append("\(text.printable(maxCharacters: Self.maxLineCharacters))\n".utf8)
  }
}
