import SQL
import Synchronization

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
