import Glibc
import Logging
import Synchronization
import TestSupport
import Testing

@testable import rosterd

@Suite("The log")
struct LoggingTests {
  private let written = Log()

  private func writer() -> LogWriter {
    LogWriter { [written] text in
      for line in text.split(separator: "\n") { written.add(String(line)) }
    }
  }

  private func logger(_ writer: LogWriter, limiter: LogLimiter = LogLimiter()) -> Logger {
    Logger(label: "rosterd") { label in
      LineLogHandler(label: label, writer: writer, limiter: limiter, now: { 1_767_323_045 })
    }
  }

  @Test("an event is a line: time, level, label, metadata by key, source, message")
  func line() {
    let writer = writer()
    logger(writer).notice("listening", metadata: ["version": "1", "endpoint": "127.0.0.1:1"])
    writer.flush()
    #expect(
      written.lines == [
        "2026-01-02T03:04:05Z notice rosterd: endpoint=127.0.0.1:1 version=1 [rosterdTests] listening"
      ]
    )
  }

  @Test(
    "what could forge a line or steer a terminal is written out",
    arguments: [
      ("a\nb", "a\\u{a}b"), ("\u{1b}[31m", "\\u{1b}[31m"), ("\u{202e}x\u{200b}", "\\u{202e}x\\u{200b}"),
      ("a\u{2028}b\u{7f}\u{85}", "a\\u{2028}b\\u{7f}\\u{85}"), ("Zoë 東京", "Zoë 東京"),
    ]
  )
  func escaped(text: String, expected: String) {
    let writer = writer()
    logger(writer).info("m", metadata: ["cause": "\(text)"])
    logger(writer).info("\(text)")
    writer.flush()
    #expect(written.lines.map { $0.hasSuffix("cause=\(expected) [rosterdTests] m") } == [true, false])
    #expect(written.lines.last?.hasSuffix("[rosterdTests] \(expected)") == true)
  }

  @Test("whoever logs never waits: what nobody reads in time is dropped and counted")
  func bounded() {
    let gate = Gate()
    let isFirst = Atomic(true)
    let writer = LogWriter(capacity: 3) { [written] text in
      if isFirst.exchange(false, ordering: .relaxed) { gate.hold() }
      for line in text.split(separator: "\n") { written.add(String(line)) }
    }
    writer.append("held up")
    gate.waitUntilHeld()
    for number in 1...5 { writer.append("\(number)") }
    gate.open()
    writer.flush()
    #expect(
      written.lines == ["held up", "1", "2", "3", "2 lines were dropped: the log was not read in time"]
    )
  }

  @Test("the same error again and again is written some times a second, and then how often it was not")
  func limited() {
    let time = Mutex(UInt64(0))
    let limiter = LogLimiter(linesPerSecond: 2) { time.withLock { $0 } }
    let writer = writer()
    let logger = logger(writer, limiter: limiter)
    for _ in 0..<5 { logger.error("a call failed", metadata: ["cause": "disk"]) }
    for _ in 0..<3 { logger.info("each of these counts") }
    logger.error("another")
    time.withLock { $0 = 1_000_000_000 }
    logger.error("a call failed", metadata: ["cause": "disk"])
    logger.error("a call failed", metadata: ["cause": "disk"])
    writer.flush()
    let lines = written.lines.map { String($0.split(separator: ": ", maxSplits: 1)[1]) }
    #expect(
      lines == [
        "cause=disk [rosterdTests] a call failed", "cause=disk [rosterdTests] a call failed",
        "[rosterdTests] each of these counts", "[rosterdTests] each of these counts",
        "[rosterdTests] each of these counts", "[rosterdTests] another",
        "cause=disk suppressed=3 [rosterdTests] a call failed", "cause=disk [rosterdTests] a call failed",
      ]
    )
  }
}
