import RosterProto
import SQL
import Synchronization

/// Records that sessions are used, so that they do not end while they are: once a minute for each, through
/// the writer.
///
/// The database has the time; here is only which writes are on their way, so that the calls of one session
/// do not each queue one.
package final class SessionUseRecorder: Sendable {
  private static let intervalMicroseconds: Int64 = 60 * 1_000_000

  private let writer: WriteQueue
  private let queued = Mutex<Set<Int64>>([])

  package init(writer: WriteQueue) {
    self.writer = writer
  }

  /// - Parameter session: as the database has it.
  func note(_ session: Session, now: Time) throws {
    let last = try session.lastUseTime!.time("last_use_time")
    guard now.microseconds - last.microseconds >= Self.intervalMicroseconds else { return }
    guard queued.withLock({ $0.insert(session.id).inserted }) else { return }
    do {
      try writer.submit(Touch(session: session.id, time: now, recorder: self))
    } catch {
      // A full queue: the session's next call tries again.
      forget(session.id)
    }
  }

  private func forget(_ session: Int64) {
    queued.withLock { _ = $0.remove(session) }
  }

  private final class Touch: WriteJob {
    private let session: Int64
    private let time: Time
    private let recorder: SessionUseRecorder

    init(session: Int64, time: Time, recorder: SessionUseRecorder) {
      self.session = session
      self.time = time
      self.recorder = recorder
    }

    func run(on connection: any Connection) throws {
      try SessionQueries.touch(session, at: time, connection)
    }

    func finish(_ outcome: Result<Void, any Error>) {
      recorder.forget(session)
    }
  }
}
