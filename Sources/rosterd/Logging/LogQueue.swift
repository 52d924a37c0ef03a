import Glibc
import Work

/// A queue of log lines, which one thread writes to a file descriptor.
///
/// Logging only appends to memory: a pipe that nobody reads, or a slow disk, delays the writing thread, but
/// no request. When the queue is full, lines are dropped and counted, and the count is written as soon as
/// there is room.
final class LogQueue: Sendable {
  /// The most bytes of lines that may wait.
  static let maxQueuedBytes = 1 << 20

  /// How long ``close(withinMilliseconds:)`` waits for the lines that are left.
  static let maxFlushMilliseconds = 1_000

  private struct State {
    var bytes: [UInt8] = []
    var dropped = 0
    var isWriting = false
    var isClosing = false
    var hasEnded = false
  }

  private let monitor = Monitor(State())
  private let maxQueuedBytes: Int

  /// - Parameter descriptor: it is never closed.
  init(descriptor: Int32, maxQueuedBytes: Int = maxQueuedBytes) {
    self.maxQueuedBytes = maxQueuedBytes
    let monitor = monitor
    _ = WorkerThread(name: "log") {
      while let bytes = Self.take(monitor) {
        let isWritten = Self.write(bytes, to: descriptor)
        monitor.withLock { state in
          state.isWriting = false
          // Lines that cannot be written, for example to a full disk, are counted like dropped lines.
          if !isWritten { state.dropped += Self.lines(bytes) }
        }
        monitor.wakeAll()
      }
      monitor.withLock { $0.hasEnded = true }
      monitor.wakeAll()
    }
  }

  /// Appends a line, with its line break, or drops it. Never waits.
  func append(_ line: some Collection<UInt8>) {
    let mustWake = monitor.withLock { state in
      guard !state.isClosing, state.bytes.count + line.count <= maxQueuedBytes else {
        state.dropped += 1
        return false
      }
      state.bytes += line
      return !state.isWriting
    }
    if mustWake { monitor.wakeAll() }
  }

  /// Writes the lines that are left, as far as there is time. Later ones are dropped.
  func close(withinMilliseconds limit: Int = maxFlushMilliseconds) {
    monitor.withLock { $0.isClosing = true }
    monitor.wakeAll()
    // If nobody reads, the thread continues to wait until the process ends.
    _ = monitor.wait(milliseconds: limit) { $0.hasEnded ? true : nil }
  }

  /// The waiting lines, and the count of dropped ones; nil if all are written and the queue is closed.
  private static func take(_ monitor: Monitor<State>) -> [UInt8]? {
    monitor.wait { state -> [UInt8]?? in
      guard !state.bytes.isEmpty else { return state.isClosing ? .some(nil) : nil }
      var bytes: [UInt8] = []
      swap(&bytes, &state.bytes)
      if state.dropped > 0 {
        bytes += "rosterd: \(state.dropped) log lines were dropped: standard error took no more\n".utf8
        state.dropped = 0
      }
      state.isWriting = true
      return bytes
    }
  }

  private static func lines(_ bytes: [UInt8]) -> Int {
    bytes.count { $0 == UInt8(ascii: "\n") }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        // The process that started this one shares the descriptor, and made it non-blocking.
        var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&state, 1, -1)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }
}
