import SQL
import Synchronization

/// When a key was last used, to the minute. Every call records it, so this must be cheap.
package final class KeyUse: Sendable {
  private static let microsecondsPerMinute: Int64 = 60_000_000

  // 0 for never. No other memory depends on it, so relaxed ordering is enough.
  private let microseconds = Atomic<Int64>(0)

  var last: Time? {
    let last = microseconds.load(ordering: .relaxed)
    return last == 0 ? nil : Time(microseconds: last)
  }

  /// - Returns: whether this is the first use in its minute; later ones are not stored.
  func note(_ now: Time) -> Bool {
    let minute = now.microseconds / Self.microsecondsPerMinute
    guard minute != microseconds.load(ordering: .relaxed) / Self.microsecondsPerMinute else { return false }
    microseconds.store(now.microseconds, ordering: .relaxed)
    return true
  }
}

/// Records the use of keys in memory, and saves it through the writer every few minutes and at shutdown.
///
/// A crash loses what is not yet saved, which the contract of `last_used_time` allows.
package final class KeyUseRecorder: Sendable {
  private static let saveIntervalMicroseconds: Int64 = 5 * 60_000_000

  private let keys: KeyDirectory
  private let writer: WriteQueue
  private let nextSave = Atomic<Int64>(0)

  package init(keys: KeyDirectory, writer: WriteQueue) {
    self.keys = keys
    self.writer = writer
  }

  /// Records a use; saves all records if a save is due.
  func note(_ use: KeyUse, now: Time) {
    guard use.note(now) else { return }
    let due = nextSave.load(ordering: .relaxed)
    let next = now.microseconds + Self.saveIntervalMicroseconds
    // A due time more than an interval away means that the clock was set back.
    guard now.microseconds >= due || due > next else { return }
    if nextSave.compareExchange(expected: due, desired: next, ordering: .relaxed).exchanged { save() }
  }

  /// Queues a save of all records. If the queue is full, the next save includes them.
  package func save() {
    try? writer.submit(Save(keys: keys))
  }

  private final class Save: WriteJob {
    private let keys: KeyDirectory

    init(keys: KeyDirectory) {
      self.keys = keys
    }

    func run(on connection: any Connection) throws {
      for (key, time) in keys.lastUses() { try KeyQueries.setLastUse(of: key, time, connection) }
    }

    // The records stay in memory: if this save failed, the next one writes them.
    func finish(_ outcome: Result<Void, any Error>) {}
  }
}
