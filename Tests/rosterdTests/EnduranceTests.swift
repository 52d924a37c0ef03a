import Glibc
import RosterProto
import TestSupport
import Testing
import Transport

@Suite("What must not stop the server")
struct EnduranceTests {
  private let directory = TemporaryDirectory()

  @Test("A log that nobody reads holds up no call and no stop")
  func unreadLog() throws {
    try LiveServer.run(in: directory, arguments: ["--log-level", "debug"]) { server in
      let connection = try server.connect()
      // More lines than the pipe and the queue hold together.
      for _ in 0..<80 {
        let request = RawRequest(SystemServiceMethods.getServerInfo, payload: [])
        let streams = try (0..<100).map { _ in try connection.send(request) }
        for stream in streams { _ = try connection.receiveAnswer(to: stream).get() }
      }
      server.terminate()
      #expect(server.waitUnread() == .code(0))
    }
  }

  @Test("SIGHUP is logged, and the server goes on")
  func hangUp() throws {
    try LiveServer.run(in: directory) { server in
      server.terminate(SIGHUP)
      #expect(server.logLine(containing: "nothing to reload") != nil)
      try server.connect().expectService()
      #expect(server.stop().exit == .code(0))
    }
  }

  @Test("Without file descriptors it serves whom it has, says so, and accepts again when some are free")
  func fileDescriptors() throws {
    let server = try ChildProcess(
      "/bin/sh",
      [
        "-c", #"ulimit -n 96; exec "$0" "$@""#, LiveServer.program, "serve", "--data", directory.data,
        "--listen", "unix:\(directory.path)/socket", "--loops", "1",
      ]
    )
    try #require(server.errorLine(containing: "] listening") != nil)
    let endpoint = Endpoint.unix(path: "\(directory.path)/socket")
    let key = try directory.rootKey()
    let first = try RawConnection(to: endpoint, token: key)
    try first.expectService()
    // The system takes them in for the server, which cannot.
    let others = try (0..<96).map { _ in try RawConnection(to: endpoint, token: key) }
    #expect(server.errorLine(containing: "no connections are accepted") != nil)
    try first.expectService()
    for other in others { other.finishSending() }
    try RawConnection(to: endpoint, token: key).expectService()
    server.send(SIGTERM)
    let result = server.finish()
    #expect(result.exit == .code(0))
    #expect(result.errors.contains("connections are accepted again"))
  }
}
