import SQLite
import Synchronization
import TestSupport
import Testing
import Work

@testable import SQL

@Suite("The write queue")
struct WriteQueueTests {
  private let directory = TemporaryDirectory()
  private let log = Log()

  init() throws {
    try directory.database.connect(.readWrite).execute(script: "CREATE TABLE things (name TEXT UNIQUE)")
  }

  private func queue(
    capacity: Int = 100,
    batchLimit: Int = 256,
    hooks: WriteQueue.Hooks = WriteQueue.Hooks()
  ) throws -> WriteQueue {
    try WriteQueue(
      database: directory.database,
      capacity: capacity,
      batchLimit: batchLimit,
      idleMilliseconds: 0,
      hooks: hooks
    )
  }

  private func names() throws -> [String] {
    try directory.database.connect(.readOnly).all(sql: "SELECT name FROM things ORDER BY rowid") {
      $0.text(0)
    }
  }

  /// Submits `jobs` while the writer is blocked, so that they make one batch.
  private func runTogether(_ jobs: [any WriteJob], on queue: WriteQueue) throws {
    let gate = Gate()
    try queue.submit(HoldingJob(gate))
    gate.waitUntilHeld()
    for job in jobs { try queue.submit(job) }
    gate.open()
    queue.stop()
  }

  @Test("reports each job's outcome after the commit, in the order of submission")
  func order() throws {
    let database = directory.database
    let jobs = ["a", "b", "c"].map { name in
      InsertJob(name, log) {
        // Another connection sees the whole batch: it is committed.
        let count = try? database.connect(.readOnly).first(sql: "SELECT count(*) FROM things") { $0.int64(0) }
        return count == 3
      }
    }
    try runTogether(jobs, on: queue())
    #expect(log.lines == ["a done", "b done", "c done"])
    #expect(try names() == ["a", "b", "c"])
  }

  @Test("rolls back failed jobs and keeps the rest of the batch")
  func failure() throws {
    let jobs = ["a", "a", "b", "fails", "c"].map { InsertJob($0, log) }
    try runTogether(jobs, on: queue())
    #expect(log.lines == ["a done", "a unique", "b done", "fails Refusal()", "c done"])
    #expect(try names() == ["a", "b", "c"])
  }

  @Test("rolls back a single job that fails")
  func failureAlone() throws {
    let queue = try queue()
    #expect(throws: Refusal.self) {
      try queue.perform { connection in
        try connection.run(sql: "INSERT INTO things VALUES ('undone')")
        throw Refusal()
      }
    }
    #expect(try queue.perform { try $0.first(sql: "SELECT count(*) FROM things") { $0.int64(0) } } == 0)
    queue.stop()
  }

  @Test("an error that rolls back the transaction fails its own job, and no other in the batch")
  func lostTransaction() throws {
    let jobs = ["a", "fails", "rolls back", "b", "c"].map { InsertJob($0, log) }
    try runTogether(jobs, on: queue())
    #expect(log.lines == ["a done", "fails Refusal()", "rolls back unique", "b done", "c done"])
    #expect(try names() == ["a", "b", "c"])
  }

  @Test("does not run a job whose result is no longer needed")
  func expired() throws {
    try runTogether([InsertJob("expired", log), InsertJob("a", log)], on: queue())
    #expect(log.lines == ["expired expired", "a done"])
    #expect(try names() == ["a"])
  }

  @Test("a deferred constraint fails the job that violated it, and no other in its batch")
  func deferredConstraint() throws {
    try directory.database.connect(.readWrite).execute(
      script: """
        CREATE TABLE parts (thing TEXT REFERENCES things (name) DEFERRABLE INITIALLY DEFERRED);
        CREATE TRIGGER parted AFTER INSERT ON things WHEN new.name = 'orphan' BEGIN
          INSERT INTO parts VALUES ('nothing');
        END;
        """
    )
    try runTogether(["a", "orphan", "a", "b"].map { InsertJob($0, log) }, on: queue())
    try #require(log.lines.count == 4)
    #expect(log.lines[0] == "a done")
    #expect(log.lines[1].hasPrefix("orphan FOREIGN KEY constraint failed"))
    #expect(log.lines[2...] == ["a unique", "b done"])
    #expect(try names() == ["a", "b"])
  }

  @Test(
    "a commit that the disk fails leaves the outcome unknown, and the queue continues",
    arguments: [false, true]
  )
  func commitFails(isMade: Bool) throws {
    let isBroken = Mutex(false)
    let database = FaultyDatabase(directory.database) { commit throws(SQLError) in
      guard isBroken.withLock({ $0 }) else { return try commit() }
      if isMade { try commit() }
      throw .diskFailure
    }
    let queue = try WriteQueue(database: database)
    isBroken.withLock { $0 = true }
    let gate = Gate()
    try queue.submit(HoldingJob(gate))
    gate.waitUntilHeld()
    let jobs = ["a", "fails", "b"].map { InsertJob($0, log) }
    for job in jobs { try queue.submit(job) }
    gate.open()
    let unknown = #expect(throws: WriteOutcomeUnknown.self) { try queue.perform { _ in } }
    #expect(unknown?.cause.kind == .inputOutput)
    #expect(
      log.lines.map { $0.split(separator: "(")[0] } == [
        "a WriteOutcomeUnknown", "fails Refusal", "b WriteOutcomeUnknown",
      ]
    )
    isBroken.withLock { $0 = false }
    try queue.perform { _ = try $0.run(sql: "INSERT INTO things VALUES ('later')") }
    queue.stop()
    #expect(try names() == (isMade ? ["a", "b", "later"] : ["later"]))
  }

  @Test("takes what waits only when its transaction has begun, and what came meanwhile with it")
  func lateJobs() throws {
    let late = Late()
    var hooks = WriteQueue.Hooks()
    let log = log
    hooks.afterBatch = { _ in log.add("|") }
    let queue = try WriteQueue(
      database: directory.database,
      idleMilliseconds: 0,
      observer: CommitFeed([late]),
      hooks: hooks
    )
    let come = Gate()
    late.comes {
      try? queue.submit(InsertJob("late", log))
      come.open()
    }
    try queue.submit(InsertJob("a", log))
    come.wait()
    queue.stop()
    #expect(log.lines == ["a done", "late done", "|"])
    #expect(try names() == ["a", "late"])
  }

  @Test("fails jobs it cannot begin a transaction for, and goes on")
  func beginFails() throws {
    var options = SQLiteDatabase.Options()
    options.busyTimeoutMilliseconds = 0
    let database = SQLiteDatabase(path: "\(directory.path)/test.db", options: options)
    let queue = try WriteQueue(database: database)
    let other = try database.connect(.readWrite)
    try other.begin(.write)
    #expect(sqlError { try queue.perform { _ in } }?.kind == .busy)
    other.rollback()
    #expect(try queue.perform { _ in 1 } == 1)
    queue.stop()
  }

  @Test("calls its hooks outside the jobs' transactions: after the batch was reported, and when idle")
  func hooks() throws {
    var hooks = WriteQueue.Hooks()
    let log = log
    hooks.afterBatch = { log.add("batch, in a transaction: \($0.isInTransaction)") }
    let idle = Gate()
    hooks.whenIdle = { connection in
      let count = try? connection.run(
        sql: "INSERT INTO things SELECT 'idle' WHERE NOT EXISTS (SELECT 1 FROM things WHERE name = 'idle')"
      )
      if count == 0 { idle.open() }
      return count != 0
    }
    let queue = try queue(hooks: hooks)
    try queue.submit(InsertJob("a", log))
    idle.wait()
    queue.stop()
    #expect(log.lines == ["a done", "batch, in a transaction: false"])
    #expect(try names() == ["a", "idle"])
  }

  @Test("refuses jobs when it is full and when it has stopped")
  func refuses() throws {
    let queue = try queue(capacity: 2)
    let gate = Gate()
    try queue.submit(HoldingJob(gate))
    gate.waitUntilHeld()
    try queue.submit(InsertJob("a", log))
    try queue.submit(InsertJob("b", log))
    #expect(throws: QueueError.full) { try queue.submit(InsertJob("c", log)) }
    gate.open()
    queue.stop()
    #expect(throws: QueueError.stopped) { try queue.submit(InsertJob("d", log)) }
    #expect(log.lines == ["a done", "b done"])
  }

  @Test("commits everything that waits before it stops, in batches up to the limit")
  func drains() throws {
    var hooks = WriteQueue.Hooks()
    let log = log
    hooks.afterBatch = { _ in log.add("|") }
    try runTogether((1...5).map { InsertJob("\($0)", log) }, on: queue(batchLimit: 2, hooks: hooks))
    #expect(log.lines == ["|", "1 done", "2 done", "|", "3 done", "4 done", "|", "5 done", "|"])
    #expect(try names() == ["1", "2", "3", "4", "5"])
  }

  @Test("stops without running thousands of abandoned jobs, and runs the rest")
  func stopsPastGivenUp() throws {
    var hooks = WriteQueue.Hooks()
    let batches = Log()
    hooks.afterBatch = { _ in batches.add("|") }
    let jobs = (0..<8_191).map { _ in InsertJob("expired", log) } + [InsertJob("last", log)]
    try runTogether(jobs, on: queue(capacity: 8_192, hooks: hooks))
    #expect(log.lines.dropLast().allSatisfy { $0 == "expired expired" })
    #expect(log.lines.count == 8_192)
    #expect(log.lines.last == "last done")
    #expect(try names() == ["last"])
    // The job that blocked the writer, and 8,192 in batches of 256.
    #expect(batches.lines.count == 33)
  }

  @Test("does not start without its database")
  func cannotOpen() {
    let database = SQLiteDatabase(path: "/nowhere/test.db")
    #expect(sqlError { _ = try WriteQueue(database: database) }?.kind == .cannotOpen)
  }
}

private struct Refusal: Error {}

/// Something that comes once, while a transaction begins.
private final class Late: CommitSubscriber {
  private let act = Mutex<(@Sendable () -> Void)?>(nil)

  func comes(_ act: @escaping @Sendable () -> Void) { self.act.withLock { $0 = act } }

  func transactionDidBegin(on connection: any Connection) { act.withLock { $0.take() }?() }

  func commit(_ changes: [String]) {}
}

/// Inserts its name; some names mean something.
private final class InsertJob: WriteJob {
  let name: String
  let log: Log
  let check: @Sendable () -> Bool

  init(_ name: String, _ log: Log, check: @escaping @Sendable () -> Bool = { true }) {
    self.name = name
    self.log = log
    self.check = check
  }

  func begin() -> Bool { name != "expired" }

  func run(on connection: any Connection) throws {
    if name == "rolls back" { try connection.run(sql: "INSERT OR ROLLBACK INTO things VALUES ('a')") }
    try connection.run(sql: "INSERT INTO things VALUES ($1)", values: [name])
    if name == "fails" { throw Refusal() }
  }

  func finish(_ outcome: Result<Void, any Error>) {
    switch outcome {
    case .success: log.add("\(name) \(check() ? "done" : "too early")")
    case .failure(let error as SQLError): log.add("\(name) \(error.columns.isEmpty ? "\(error)" : "unique")")
    case .failure(let error): log.add("\(name) \(error)")
    }
  }
}
