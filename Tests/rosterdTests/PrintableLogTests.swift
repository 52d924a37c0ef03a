import Logging
import Synchronization
import Testing

@testable import rosterd

@Suite("The server's log")
struct PrintableLogTests {
  private struct Output: TextOutputStream, Sendable {
    final class Text: Sendable { let value = Mutex("") }
    let text = Text()
    func write(_ string: String) { text.value.withLock { $0 += string } }
  }

  private struct Recorder: LogHandler {
    let output: Output
    var logLevel = Logger.Level.info
    var metadata = Logger.Metadata()

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { output.write("\(event.message) \(event.metadata ?? [:])\n") }
  }

  @Test("is one line an entry, whatever the texts of others hold")
  func oneLine() {
    let output = Output()
    let logger = Logger(label: "test", factory: { _ in PrintableLog(Recorder(output: output)) })
    struct Peer: CustomStringConvertible, Sendable { let description = "p\u{1b}[2J" }
    logger.info(
      "a\nb",
      metadata: [
        "text": "c\nd", "value": .stringConvertible(Peer()), "list": ["e\r", ["deep": "f\u{202e}"]],
      ]
    )
    let text = output.text.value.withLock { $0 }
    #expect(text.filter { $0 == "\n" }.count == 1 && text.hasSuffix("\n"))
    #expect(!text.unicodeScalars.contains { ["\u{1b}", "\r", "\u{202e}"].contains($0) })
    #expect(text.hasPrefix(#"a\u{a}b "#))
  }
}
