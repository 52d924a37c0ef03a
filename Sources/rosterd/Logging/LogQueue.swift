import Glibc
import Work

/// Log lines on their way to a file descriptor, written by one thread.
///
/// Whoever logs only appends to memory: a pipe that nobody reads, or a slow disk, holds up the writing thread
/// and no request. When the queue is full, lines are dropped and counted, and the count is written once there
/// is room.
final class LogQueue: Sendable {
  /// Bytes of lines that may wait.
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

  /// - Parameter descriptor: written to, and never closed.
  init(descriptor: Int32, maxQueuedBytes: Int = maxQueuedBytes) {
    self.maxQueuedBytes = maxQueuedBytes
    let monitor = monitor
    _ = WorkerThread(name: "log") {
      while let bytes = Self.take(monitor) {
        let isWritten = Self.write(bytes, to: descriptor)
        monitor.withLock { state in
          state.isWriting = false
          // What the descriptor does not take, such as a full disk's, is lost like what the queue does not.
          if !isWritten { state.dropped += Self.lines(bytes) }
        }
        monitor.wakeAll()
      }
      monitor.withLock { $0.hasEnded = true }
      monitor.wakeAll()
    }
  }

  /// Takes a line, with its end, or drops it. Never waits.
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

  /// Writes the lines that are left, as far as that takes no longer than it may. Later ones are dropped.
  func close(withinMilliseconds limit: Int = maxFlushMilliseconds) {
    monitor.withLock { $0.isClosing = true }
    monitor.wakeAll()
    // Where nobody reads, the thread stays behind and ends with the process.
    _ = monitor.wait(milliseconds: limit) { $0.hasEnded ? true : nil }
  }

  /// What waits, and the count of what was dropped; nil when all is written and the queue is closed.
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
        // Whoever started the process shares the descriptor with it, and made it non-blocking.
        var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&state, 1, -1)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }
}
