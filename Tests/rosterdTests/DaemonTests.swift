import Glibc
import RosterProto
import TestSupport
import Testing
import Transport

@Suite("A server left to itself")
struct DaemonTests {
  @Test("SIGHUP does not end it, and it says that there is nothing to reload")
  func hangUp() throws {
    let result = try LiveServer.run { server in
      server.terminate(SIGHUP)
      #expect(server.errorLine(containing: "nothing to reload") != nil)
      try server.connect().expectService()
      return server.stop()
    }
    #expect(result.exit == .code(0))
  }

  @Test("a log that nobody reads stops no request")
  func unreadLog() throws {
    try LiveServer.run(arguments: ["--log-level", "debug"]) { server in
      let connection = try server.connect()
      // Some 150 bytes a line, into a pipe that takes 64 KiB and a queue of 8,192 lines.
      for _ in 0..<12_000 { try connection.expectService() }
      let result = server.stop()
      #expect(result.exit == .code(0))
      #expect(result.errors.contains("lines were dropped"))
    }
  }
}
