import SQL
import Synchronization

/// When a key was last used, to the minute: every call notes it, so noting must cost next to nothing.
package final class KeyUse: Sendable {
  private static let microsecondsPerMinute: Int64 = 60_000_000

  // 0 for never. Nothing else hangs on it, so its order among other memory does not matter.
  private let microseconds = Atomic<Int64>(0)

  var last: Time? {
    let last = microseconds.load(ordering: .relaxed)
    return last == 0 ? nil : Time(microseconds: last)
  }

  /// - Returns: whether this is the first use within its minute; the others are not worth a store.
  func note(_ now: Time) -> Bool {
    let minute = now.microseconds / Self.microsecondsPerMinute
    guard minute != microseconds.load(ordering: .relaxed) / Self.microsecondsPerMinute else { return false }
    microseconds.store(now.microseconds, ordering: .relaxed)
    return true
  }
}

/// Notes the use of keys in memory, and has the writer save the notes every few minutes and at the end.
///
/// A crash loses the notes since, which is what `last_used_time` allows for.
package final class KeyUseRecorder: Sendable {
  private static let saveIntervalMicroseconds: Int64 = 5 * 60_000_000

  private let keys: KeyDirectory
  private let writer: WriteQueue
  private let nextSave = Atomic<Int64>(0)

  package init(keys: KeyDirectory, writer: WriteQueue) {
    self.keys = keys
    self.writer = writer
  }

  /// Notes a use; the first after a while has the notes saved.
  func note(_ use: KeyUse, now: Time) {
    guard use.note(now) else { return }
    let due = nextSave.load(ordering: .relaxed)
    let next = now.microseconds + Self.saveIntervalMicroseconds
    // A due time further away than an interval means that the clock was set back.
    guard now.microseconds >= due || due > next else { return }
    if nextSave.compareExchange(expected: due, desired: next, ordering: .relaxed).exchanged { save() }
  }

  /// Has the notes saved as soon as the writer comes to it. Where it takes no more, the next time has to do.
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

    // The notes stay in memory: what was not saved now is saved the next time.
    func finish(_ outcome: Result<Void, any Error>) {}
  }
}
