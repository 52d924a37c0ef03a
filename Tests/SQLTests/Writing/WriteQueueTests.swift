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

  /// Submits `jobs` while the writer is held up, so that they make one batch.
  private func runTogether(_ jobs: [any WriteJob], on queue: WriteQueue) throws {
    let gate = Gate()
    try queue.submit(HoldingJob(gate))
    gate.waitUntilHeld()
    for job in jobs { try queue.submit(job) }
    gate.open()
    queue.stop()
  }

  @Test("tells each job its outcome after the commit, in the order of submission")
  func order() throws {
    let database = directory.database
    let jobs = ["a", "b", "c"].map { name in
      InsertJob(name, log) {
        // Another connection sees all of the batch: it is committed.
        let count = try? database.connect(.readOnly).first(sql: "SELECT count(*) FROM things") { $0.int64(0) }
        return count == 3
      }
    }
    try runTogether(jobs, on: queue())
    #expect(log.lines == ["a done", "b done", "c done"])
    #expect(try names() == ["a", "b", "c"])
  }

  @Test("undoes what fails and keeps the rest of the batch")
  func failure() throws {
    let jobs = ["a", "a", "b", "fails", "c"].map { InsertJob($0, log) }
    try runTogether(jobs, on: queue())
    #expect(log.lines == ["a done", "a unique", "b done", "fails Refusal()", "c done"])
    #expect(try names() == ["a", "b", "c"])
  }

  @Test("undoes a job that fails alone")
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

  @Test("fails what ran before an error that rolled back everything, and runs the rest")
  func lostTransaction() throws {
    let jobs = ["a", "fails", "rolls back", "b", "c"].map { InsertJob($0, log) }
    try runTogether(jobs, on: queue())
    #expect(log.lines == ["a unique", "fails Refusal()", "rolls back unique", "b done", "c done"])
    #expect(try names() == ["b", "c"])
  }

  @Test("does not run a job no one waits for")
  func expired() throws {
    try runTogether([InsertJob("expired", log), InsertJob("a", log)], on: queue())
    #expect(log.lines == ["expired expired", "a done"])
    #expect(try names() == ["a"])
  }

  @Test("fails the whole batch when it cannot be committed")
  func commitFails() throws {
    var hooks = WriteQueue.Hooks()
    hooks.beforeCommit = { connection in
      if try connection.first(sql: "SELECT 1 FROM things", read: { _ in }) != nil { throw Refusal() }
    }
    try runTogether(["a", "a", "b"].map { InsertJob($0, log) }, on: queue(hooks: hooks))
    #expect(log.lines == ["a Refusal()", "a unique", "b Refusal()"])
    #expect(try names() == [])
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

  @Test("calls its hooks: before the commit in the transaction, after the batch, when idle")
  func hooks() throws {
    var hooks = WriteQueue.Hooks()
    let log = log
    hooks.beforeCommit = {
      try $0.run(sql: "INSERT INTO things VALUES ('hook ' || (SELECT count(*) FROM things))")
    }
    hooks.afterBatch = { log.add("batch") }
    let idle = Gate()
    hooks.whenIdle = { connection in
      let count = try connection.run(
        sql: "INSERT INTO things SELECT 'idle' WHERE NOT EXISTS (SELECT 1 FROM things WHERE name = 'idle')"
      )
      if count == 0 { idle.open() }
      return count > 0
    }
    let queue = try queue(hooks: hooks)
    try queue.submit(InsertJob("a", log))
    idle.wait()
    queue.stop()
    #expect(log.lines == ["a done", "batch"])
    #expect(try names() == ["a", "hook 1", "idle"])
  }

  @Test("reports a failure of the idle hook and goes on")
  func idleFails() throws {
    var hooks = WriteQueue.Hooks()
    let failed = Gate()
    hooks.whenIdle = { _ in throw Refusal() }
    hooks.idleFailed = { if $0 is Refusal { failed.open() } }
    let queue = try queue(hooks: hooks)
    try queue.perform { _ in }
    failed.wait()
    #expect(try queue.perform { _ in 1 } == 1)
    queue.stop()
  }

  @Test("refuses when its bound is reached and when it has stopped")
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

  @Test("commits everything that waits before it stops, in batches of the limit")
  func drains() throws {
    var hooks = WriteQueue.Hooks()
    let log = log
    hooks.afterBatch = { log.add("|") }
    try runTogether((1...5).map { InsertJob("\($0)", log) }, on: queue(batchLimit: 2, hooks: hooks))
    #expect(log.lines == ["|", "1 done", "2 done", "|", "3 done", "4 done", "|", "5 done", "|"])
    #expect(try names() == ["1", "2", "3", "4", "5"])
  }

  @Test("does not start without its database")
  func cannotOpen() {
    let database = SQLiteDatabase(path: "/nowhere/test.db")
    #expect(sqlError { _ = try WriteQueue(database: database) }?.kind == .cannotOpen)
  }
}

private struct Refusal: Error {}

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

  var isExpired: Bool { name == "expired" }

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

/// Keeps the writer busy until its gate opens.
private final class HoldingJob: WriteJob {
  let gate: Gate
  init(_ gate: Gate) { self.gate = gate }
  func run(on connection: any Connection) { gate.hold() }
  func finish(_ outcome: Result<Void, any Error>) {}
}
