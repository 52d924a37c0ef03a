import RPC
import RosterProto
import SQL
import SQLite
import TestSupport
import Testing

@testable import Roster

/// Frames that arrived together run in one turn; the transport then says that the turn has ended.
@Suite("Reads that come together")
struct SharedReadsTests {
  /// The channel's calls are turns of their own, on the first worker.
  private let test = try! TestService { $0.workers = .onCallersThreads(2) }
  private let calls: DirectCalls

  init() {
    calls = DirectCalls(on: test.service.workers.workers[1])
  }

  /// Reads the one user's name, in the way of a frame.
  ///
  /// - Parameter isLast: whether the turn has no frame after this one.
  private func name(isLast: Bool = false) async throws -> String {
    let handler: UnaryHandler<GetUserRequest, User> = test.runner.point(.anyone) { _, context in
      try UserQueries.user(id: 1, at: context.now, context.db)
    }
    return try await calls.call(handler, hasFollowers: !isLast).firstName
  }

  private func rename(_ name: String) async throws {
    _ = try await test.users.updateUser(UpdateUserRequest(user: User(id: 1, firstName: name)))
  }

  private func endTurn() async { await calls.endTurn() }

  /// Whether no connection is in a transaction that began before the last write: the log can be emptied.
  private func isFree() throws -> Bool {
    let connection = try test.directory.database.open(.readWrite)
    connection.setBusyTimeout(milliseconds: 0)
    return try connection.checkpoint(.truncate)
  }

  @Test("see one state of the data, whatever is written meanwhile, and the next turn sees what was")
  func snapshot() async throws {
    try await test.makeUser("Ada")
    for (old, new) in [("Ada", "Bea"), ("Bea", "Cid")] {
      #expect(try await name() == old)
      try await rename(new)
      #expect(try await name() == old)
      #expect(try await name(isLast: true) == old)
      await endTurn()
    }
    #expect(try await name(isLast: true) == "Cid")
  }

  @Test("a read that came alone sees each write that was answered before it")
  func alone() async throws {
    try await test.makeUser("Ada")
    for name in ["Bea", "Cid"] {
      try await rename(name)
      #expect(try await self.name(isLast: true) == name)
      #expect(try isFree())
      await endTurn()
    }
  }

  @Test("hold their transaction until the turn ends and no longer, whether or not a read is last in it")
  func end() async throws {
    try await test.makeUser("Ada")
    for isReadLast in [true, false] {
      _ = try await name()
      if isReadLast { _ = try await name(isLast: true) }
      try await rename("Name \(isReadLast)")
      #expect(try !isFree())
      await endTurn()
      #expect(try isFree())
    }
  }

  @Test("go on in their transaction after one that is refused")
  func refused() async throws {
    await #expect(throws: RPCError.self) { try await name() }
    try await test.makeUser("Ada")
    let error = await #expect(throws: RPCError.self) { try await name() }
    #expect(error?.reason == .userNotFound)
    await endTurn()
    #expect(try await name(isLast: true) == "Ada")
  }
}
