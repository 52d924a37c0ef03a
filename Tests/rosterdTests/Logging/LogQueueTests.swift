import Glibc
import Testing

@testable import rosterd

@Suite("The queue of log lines")
struct LogQueueTests {
  /// A pipe's ends, closed when the test is done.
  private final class Pipe {
    let end: Int32
    let start: Int32

    init() {
      var ends: [Int32] = [0, 0]
      precondition(pipe(&ends) == 0)
      (end, start) = (ends[0], ends[1])
    }

    deinit {
      close(end)
      close(start)
    }

    func read() -> String {
      var bytes = [UInt8](repeating: 0, count: 1 << 20)
      let count = Glibc.read(end, &bytes, bytes.count)
      return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
  }

  @Test("writes what it was given before it closes, in order, and takes nothing afterwards")
  func order() {
    let pipe = Pipe()
    let queue = LogQueue(descriptor: pipe.start)
    for number in 0..<100 { queue.append("line \(number)\n".utf8) }
    queue.close(withinMilliseconds: 60_000)
    queue.append("late\n".utf8)
    #expect(pipe.read() == (0..<100).map { "line \($0)\n" }.joined())
  }

  @Test("drops lines when it is full, and tells how many once there is room")
  func full() {
    let pipe = Pipe()
    let line = String(repeating: "x", count: 1_023) + "\n"
    // The pipe takes 64 of these lines and the queue 10: whichever the thread has, 200 are too many.
    let queue = LogQueue(descriptor: pipe.start, maxQueuedBytes: 10 << 10)
    for _ in 0..<200 { queue.append(line.utf8) }
    // More than once, where the thread takes lines while others are dropped.
    var (text, written, dropped) = ("", 0, 0)
    while written + dropped < 200 {
      text += pipe.read()
      let lines = text.split(separator: "\n")
      written = lines.count { $0 == line.dropLast() }
      dropped = lines.compactMap { $0.wholeMatch(of: /rosterd: (\d+) log lines were dropped.*/) }
        .reduce(0) { $0 + (Int($1.1) ?? 0) }
    }
    #expect(written + dropped == 200)
    #expect(dropped > 0)
    queue.close()
  }

  @Test("closes within its time when nobody reads")
  func unread() {
    let pipe = Pipe()
    let queue = LogQueue(descriptor: pipe.start)
    queue.append([UInt8](repeating: 0x78, count: 200_000))
    queue.close(withinMilliseconds: 1)
    // The thread ends when all is read, before its descriptor is closed and given to somebody else.
    var count = 0
    while count < 200_000 { count += pipe.read().utf8.count }
    #expect(count == 200_000)
  }

  @Test("a line break in a value does not begin a line")
  func lineBreak() {
    let pipe = Pipe()
    let queue = LogQueue(descriptor: pipe.start)
    LogStream(queue: queue).write("peer=a\nforged\u{1b}[0m line\n")
    queue.close(withinMilliseconds: 60_000)
    #expect(pipe.read() == "peer=a\\u{a}forged\\u{1b}[0m line\n")
  }
}

@Suite("A storm of log lines")
struct StormLimiterTests {
  @Test("ten lines a second of one kind are written, and the next one tells how many were left out")
  func storm() {
    var limiter = StormLimiter()
    let first = (0..<25).map { _ in limiter.admit("a call failed", now: 7) }
    #expect(first == Array(repeating: 0, count: 10) + Array(repeating: nil, count: 15))
    #expect(limiter.admit("another", now: 7) == 0)
    #expect(limiter.admit("a call failed", now: 8) == 15)
    #expect(limiter.admit("a call failed", now: 8) == 0)
  }

  @Test("what was left out and never told is told once at the end")
  func untold() {
    var limiter = StormLimiter()
    for _ in 0..<12 { _ = limiter.admit("a call failed", now: 1) }
    #expect(limiter.takeSuppressed().map(\.count) == [2])
    #expect(limiter.takeSuppressed().isEmpty)
  }
}
