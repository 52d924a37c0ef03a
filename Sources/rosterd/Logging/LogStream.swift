/// The queue as what swift-log's `StreamLogHandler` writes to: one event is one line, whatever is in it.
struct LogStream: TextOutputStream, Sendable {
  let queue: LogQueue

  func write(_ text: String) {
    let text = text.hasSuffix("\n") ? text.dropLast() : text[...]
    queue.append("\(text.escapedForLog)\n".utf8)
  }
}

extension Substring {
  /// The text with what could forge a line or steer a terminal written out: control, format and separator
  /// characters, as `\u{1b}`. Texts of peers and of mail servers reach the log.
  var escapedForLog: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        text += "\\u{\(String(scalar.value, radix: 16))}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
