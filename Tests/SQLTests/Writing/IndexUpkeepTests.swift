import SQLite
import Synchronization
import TestSupport
import Testing

@testable import SQL

@Suite("The upkeep of substring indexes")
struct IndexUpkeepTests {
  private let directory = TemporaryDirectory()
  private let connection: any Connection
  private let index = SubstringIndex(table: "things", column: "name")
  private let clock = Ticks()
  private let log = Log()

  init() throws {
    connection = try directory.database.connect(.readWrite)
    try connection.execute(script: "CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT)")
    try connection.execute(script: connection.dialect.createSubstringIndex(index))
  }

  /// A clock that advances by the same amount at each reading, so that each piece takes as long.
  private final class Ticks: Sendable {
    private let state = Mutex((now: UInt64(0), step: UInt64(0)))

    func next() -> UInt64 {
      state.withLock { state in
        state.now += state.step
        return state.now
      }
    }

    func setStep(_ nanoseconds: UInt64) { state.withLock { $0.step = nanoseconds } }
  }

  private func upkeep(_ limits: IndexUpkeep.Limits) -> IndexUpkeep {
    IndexUpkeep(of: [index], limits: limits, now: clock.next) { [log] event in
      switch event {
      case .failed: log.add("failed")
      case .recovered: log.add("recovered")
      }
    }
  }

  private var limits: IndexUpkeep.Limits {
    var limits = IndexUpkeep.Limits()
    limits.dueWhenIdle = 10
    limits.dueWhenBusy = 100
    limits.pieceChanges = 4...64
    limits.mergePages = 1...8
    limits.pieceNanoseconds = 1_000
    limits.retryNanoseconds = 1_000
    return limits
  }

  private func fill(_ count: Int) throws {
    try connection.run(
      sql: """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
        INSERT INTO things (name) SELECT 'thing ' || i FROM n
        """,
      values: [count]
    )
  }

  private func pending() throws -> Int64 { try connection.dialect.pendingChanges(of: index, on: connection) }

  @Test("does nothing before enough changes are pending; fewer are enough when the writer is idle")
  func due() throws {
    let upkeep = upkeep(limits)
    try fill(9)
    #expect(!upkeep.run(isIdle: true, on: connection))
    #expect(try pending() == 9)
    try fill(11)
    #expect(!upkeep.run(isIdle: false, on: connection))
    #expect(try pending() == 20)
    #expect(upkeep.run(isIdle: true, on: connection))
    #expect(try pending() == 16)
    #expect(!upkeep.run(isIdle: true, on: connection))
    #expect(try pending() == 8)
    #expect(!connection.isInTransaction)
  }

  @Test("sizes a piece by the previous one's duration: by a factor of two at most, and within its bounds")
  func pacing() throws {
    let upkeep = upkeep(limits)
    try fill(1_000)
    func piece(taking nanoseconds: UInt64) throws -> Int64 {
      clock.setStep(nanoseconds)
      let before = try pending()
      _ = upkeep.run(isIdle: false, on: connection)
      return before - (try pending())
    }
    let sizes = try [1, 1, 1, 1, 1, 1, 2_000, 500, 1_000_000, 1].map { try piece(taking: $0) }
    #expect(sizes == [4, 8, 16, 32, 64, 64, 64, 32, 64, 32])
  }

  @Test("merges the index's parts when idle, and is then done")
  func merging() throws {
    try connection.execute(script: connection.dialect.leaveMerging(of: index))
    let upkeep = upkeep(limits)
    clock.setStep(500)
    try fill(2_000)
    while try pending() >= 100 { _ = upkeep.run(isIdle: false, on: connection) }
    var runs = 0
    while upkeep.run(isIdle: true, on: connection) {
      runs += 1
      try #require(runs < 10_000)
    }
    #expect(runs > 1)
    #expect(!upkeep.run(isIdle: true, on: connection))
    let parts = try connection.first(sql: "SELECT count(DISTINCT segid) FROM things_name_trigrams_idx") {
      $0.int64(0)
    }
    #expect(try #require(parts) < 12)
    #expect(try connection.dialect.mergeIndex(index, pages: 1, on: connection) == false)
  }

  @Test("reports a failure once, waits before it retries, and reports the recovery")
  func failure() throws {
    let upkeep = upkeep(limits)
    try fill(20)
    clock.setStep(100)
    try connection.execute(script: "ALTER TABLE things_name_trigrams RENAME TO elsewhere")
    for _ in 0..<30 { #expect(!upkeep.run(isIdle: true, on: connection)) }
    #expect(log.lines == ["failed"])
    #expect(!connection.isInTransaction)
    try connection.execute(script: "ALTER TABLE elsewhere RENAME TO things_name_trigrams")
    clock.setStep(1_000)
    while upkeep.run(isIdle: true, on: connection) {}
    #expect(log.lines == ["failed", "recovered"])
    #expect(try pending() < 10)
  }
}
