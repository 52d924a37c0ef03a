import SQLite
import Synchronization
import TestSupport
import Testing
import Work

@testable import SQL

@Suite("The feed of what the writer commits")
struct CommitFeedTests {
  private let directory = TemporaryDirectory()
  private let log = Log()

  init() throws {
    try directory.database.connect(.readWrite).execute(
      script: """
        CREATE TABLE things (name TEXT UNIQUE);
        CREATE TABLE parts (thing TEXT REFERENCES things (name) DEFERRABLE INITIALLY DEFERRED);
        """
    )
  }

  /// Runs the jobs as one batch, after one that did nothing, and the queue to its end.
  private func run(
    _ jobs: [FeedJob],
    _ feed: CommitFeed<String>,
    on database: (any Database)? = nil
  ) throws {
    let queue = try WriteQueue(database: database ?? directory.database, idleMilliseconds: 0, observer: feed)
    let gate = Gate()
    try queue.submit(HoldingJob(gate))
    gate.waitUntilHeld()
    for job in jobs { try queue.submit(job) }
    gate.open()
    queue.stop()
    // Of the batch before.
    #expect(log.lines.first?.hasSuffix("begin") == true)
  }

  /// The lines of the batch.
  private var lines: [String] { Array(log.lines.dropFirst()) }

  /// A job that inserts things of these names and announces each.
  private func job(
    _ feed: CommitFeed<String>,
    _ names: String...,
    body: @escaping @Sendable (any Connection) throws -> Void = { _ in }
  ) -> FeedJob {
    FeedJob(log) { connection in
      for name in names {
        try connection.run(sql: "INSERT INTO things VALUES ($1)", values: [name])
        feed.announce(name)
      }
      try body(connection)
    }
  }

  private var names: [String] {
    get throws {
      try directory.database.connect(.readOnly).all(sql: "SELECT name FROM things ORDER BY rowid") {
        $0.text(0)
      }
    }
  }

  @Test("tells a batch's changes in order, once, after the commit and before the jobs are told")
  func order() throws {
    let database = directory.database
    let recorder = Recorder(log) {
      let count = try? database.connect(.readOnly).first(sql: "SELECT count(*) FROM things") { $0.int64(0) }
      return " of \(count ?? 0)"
    }
    let feed = CommitFeed([recorder])
    try run([job(feed, "a", "b"), job(feed, "c")], feed)
    #expect(lines == ["begin", "prepare a b c", "commit a b c of 3", "done", "done"])
  }

  @Test("drops what a job announced that failed, and what was undone inside of one")
  func undone() throws {
    let feed = CommitFeed([Recorder(log)])
    let inner = job(feed, "a") { connection in
      try connection.beginSavepoint(feed)
      try connection.run(sql: "INSERT INTO things VALUES ('asked')")
      feed.announce("asked")
      #expect(feed.count == 2)
      connection.rollbackSavepoint(feed)
      #expect(feed.count == 1)
      feed.announce("later")
    }
    try run([inner, job(feed, "b", "a"), job(feed, "c")], feed)
    #expect(lines == ["begin", "prepare a later c", "commit a later c", "done", "unique", "done"])
    #expect(try names == ["a", "c"])
  }

  @Test("drops what a job alone announced that failed")
  func alone() throws {
    let feed = CommitFeed([Recorder(log)])
    try run([job(feed, "a", "a")], feed)
    #expect(lines == ["begin", "roll back", "unique"])
    #expect(try names == [])
  }

  @Test("tells nothing where nothing was announced")
  func silence() throws {
    let feed = CommitFeed([Recorder(log)])
    try run([job(feed), job(feed)], feed)
    #expect(lines == ["begin", "done", "done"])
  }

  @Test("after a commit that a constraint refused, tells what the jobs did that were run again alone")
  func deferredConstraint() throws {
    let feed = CommitFeed([Recorder(log)])
    let orphan = job(feed, "b") { connection in
      try connection.run(sql: "INSERT INTO parts VALUES ('nothing')")
    }
    try run([job(feed, "a"), orphan, job(feed, "c")], feed)
    #expect(
      lines == [
        "begin", "prepare a b c", "roll back", "begin", "prepare a", "commit a", "begin", "prepare b",
        "roll back", "begin", "prepare c", "commit c", "done", "foreignKey", "done",
      ]
    )
    #expect(try names == ["a", "c"])
  }

  @Test("after a commit that may be on disk or not, has everything read again")
  func unknown() throws {
    let isBroken = Mutex(false)
    let database = FaultyDatabase(directory.database) { commit throws(SQLError) in
      guard isBroken.withLock({ $0 }) else { return try commit() }
      throw .diskFailure
    }
    let feed = CommitFeed([Recorder(log)])
    try run([job(feed, "a") { _ in isBroken.withLock { $0 = true } }], feed, on: database)
    #expect(lines == ["begin", "prepare a", "forget", "unknown"])
  }

  @Test("has everything read again after a transaction that changed more than it told")
  func forget() throws {
    let feed = CommitFeed([Recorder(log)])
    try run([job(feed, "a") { _ in feed.forget() }, job(feed, "b")], feed)
    #expect(lines == ["begin", "prepare a b", "commit a b", "forget", "done", "done"])
  }

  @Test("a subscriber that cannot do its part undoes the batch, whose jobs are told why")
  func refused() throws {
    let feed = CommitFeed([Recorder(log, refuses: "b")])
    try run([job(feed, "a"), job(feed, "b")], feed)
    #expect(lines == ["begin", "prepare a b", "roll back", "refused", "refused"])
    #expect(try names == [])
  }

  @Test("subscribers are told in the order in which they came, one that comes later from then on")
  func subscribers() throws {
    let (first, second) = (Recorder(log, "1 "), Recorder(log, "2 "))
    let feed = CommitFeed([first])
    try run([job(feed, "a") { _ in feed.subscribe(second) }], feed)
    #expect(lines == ["1 begin", "1 prepare a", "2 prepare a", "1 commit a", "2 commit a", "done"])
  }

  @Test("belongs to one thread, and traps on another")
  func oneThread() async {
    await #expect(processExitsWith: .failure) {
      let feed = CommitFeed<String>()
      feed.announce("here")
      WorkerThread(name: "other") { feed.announce("there") }.join()
    }
  }
}

/// Logs what it is told.
private final class Recorder: CommitSubscriber {
  private let log: Log
  private let prefix: String
  private let refused: String?
  private let note: @Sendable () -> String

  /// - Parameters:
  ///   - refuses: the change that it cannot do its part of.
  ///   - note: what to add to a commit's line.
  init(
    _ log: Log,
    _ prefix: String = "",
    refuses refused: String? = nil,
    note: @escaping @Sendable () -> String = { "" }
  ) {
    self.log = log
    self.prefix = prefix
    self.refused = refused
    self.note = note
  }

  private func add(_ line: String) { log.add(prefix + line) }

  func transactionDidBegin(on connection: any Connection) { add("begin") }

  func prepare(_ changes: [String], on connection: any Connection) throws {
    add("prepare \(changes.joined(separator: " "))")
    if let refused, changes.contains(refused) { throw Refusal() }
  }

  func commit(_ changes: [String]) { add("commit \(changes.joined(separator: " "))\(note())") }

  func rollBack() { add("roll back") }

  func forget() { add("forget") }

  private struct Refusal: Error {}
}

/// Logs its outcome in a word.
private final class FeedJob: WriteJob {
  private let log: Log
  private let body: @Sendable (any Connection) throws -> Void

  init(_ log: Log, body: @escaping @Sendable (any Connection) throws -> Void) {
    self.log = log
    self.body = body
  }

  func run(on connection: any Connection) throws { try body(connection) }

  func finish(_ outcome: Result<Void, any Error>) {
    switch outcome {
    case .success: log.add("done")
    case .failure(let error as SQLError):
      if case .constraint(let constraint) = error.kind { log.add("\(constraint)") }
    case .failure(is WriteOutcomeUnknown): log.add("unknown")
    case .failure: log.add("refused")
    }
  }
}
