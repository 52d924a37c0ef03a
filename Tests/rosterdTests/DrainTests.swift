import Glibc
import ProtobufC
import RPC
import RosterProto
import SQL
import SQLite
import TestSupport
import Testing

@Suite("Stopping")
struct DrainTests {
  private let directory = TemporaryDirectory()

  @Test(
    "A call in flight is answered, new calls and connections are refused, and it exits with 0",
    arguments: [
      SIGTERM, SIGINT,
    ]
  )
  func inFlight(signal: Int32) throws {
    // A Unix socket: a TCP port that is free again may be another test's by the time it is tried.
    let created = try LiveServer.run(in: directory, listen: ["unix:\(directory.path)/socket"]) { server in
      let connection = try server.connect()
      let idle = try server.connect()
      try idle.expectService()

      // The server's writer waits for this lock, and with it the write: for as long as it
      // is held, not for a time.
      let lock = try directory.serverDatabase.connect(.readWrite)
      try lock.begin(.write)
      let write = try connection.send(
        UserServiceMethods.createUser,
        CreateUserRequest(email: "ada@example.com")
      )
      // Answered inline, after the write was taken in.
      try connection.expectService()

      server.terminate(signal)
      let refusal = try firstRefusal(on: connection)
      #expect(refusal.code == .unavailable)
      #expect(refusal.reason == .shuttingDown)
      let error = try #require(throws: SystemError.self) { try server.connect() }
      #expect(error.code == ENOENT)
      #expect(try idle.isClosed())

      lock.rollback()
      let user = try User(serializedBytes: connection.receiveAnswer(to: write).get())
      #expect(try connection.isClosed())
      let end = server.waitForEnd()
      #expect(end.exit == .code(0))
      #expect(end.errors.contains("stopped"))
      return user
    }
    try LiveServer.run(in: directory) { server in
      let kept = try server.connect().user(created.id)
      #expect(kept == created)
    }
  }

  @Test("What was acknowledged while it stopped is there, whatever was in flight")
  func underLoad() throws {
    let acknowledged = try LiveServer.run(in: directory) { server in
      let load = try WriteLoad(on: server, connections: 4, name: "load")
      try load.run(writes: 200)
      server.terminate()
      try load.finish()
      #expect(server.stop().exit == .code(0))
      return load.acknowledged
    }
    #expect(acknowledged.count >= 200)
    try LiveServer.run(in: directory) { try acknowledged.expectKept(by: $0.connect()) }
  }

  @Test("Without a call in flight it stops at once, whoever is connected")
  func idle() throws {
    try LiveServer.run(in: directory) { server in
      let connections = try (0..<10).map { _ in try server.connect() }
      #expect(server.stop().exit == .code(0))
      for connection in connections { #expect(try connection.isClosed()) }
    }
  }

  @Test("Data on a call in flight is ignored, and the call is answered")
  func dataInFlight() throws {
    try LiveServer.run(in: directory) { server in
      let connection = try server.connect()
      let lock = try directory.serverDatabase.connect(.readWrite)
      try lock.begin(.write)
      let write = try connection.send(
        UserServiceMethods.createUser,
        CreateUserRequest(email: "ada@example.com")
      )
      try connection.send(RawFrame(stream: write, type: RawFrame.data, body: [1, 2, 3]).bytes)
      try connection.expectService()
      lock.rollback()
      #expect(try User(serializedBytes: connection.receiveAnswer(to: write).get()).email == "ada@example.com")
    }
  }

  /// Calls until a call is refused. The signal is on its way: only the server knows when it arrives.
  private func firstRefusal(on connection: RawConnection) throws -> RPCError {
    let request = RawRequest(SystemServiceMethods.getServerInfo, payload: [])
    while true {
      do {
        try connection.call(request)
      } catch let error as RPCError {
        return error
      }
    }
  }
}
