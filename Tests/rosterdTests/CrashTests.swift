import RosterProto
import TestSupport
import Testing

@Suite("Killed while writing")
struct CrashTests {
  private static let rounds = 20

  @Test("After each of 20 kills every acknowledged write is there, and the database is whole")
  func kills() throws {
    let directory = TemporaryDirectory()
    var generator = SplitMix64(seed: 20)
    var acknowledged = WriteLoad.Acknowledged()
    for round in 0..<Self.rounds {
      let server = try LiveServer(directory)
      defer { server.kill() }
      try expectKept(acknowledged, server)
      let load = try WriteLoad(on: server, connections: 4, name: "round.\(round)", after: acknowledged)
      // Measured in writes, not in time: a slow machine kills at the same moment as a fast one.
      try load.run(writes: Int.random(in: 1...400, using: &generator))
      server.kill()
      try load.finish()
      acknowledged = load.acknowledged
    }
    try LiveServer.run(in: directory) { server in
      try expectKept(acknowledged, server)
      #expect(server.stop().exit == .code(0))
    }
  }

  private func expectKept(_ acknowledged: WriteLoad.Acknowledged, _ server: LiveServer) throws {
    let connection = try server.connect()
    try acknowledged.expectKept(by: connection)
    let check = try LiveServer.command("check", "--data", server.directory.data)
    #expect(check.exit == .code(0), "\(check.errors)")
    // What was not acknowledged may be there or not; its ids are not given out again.
    let next = try connection.createUser("next.\(acknowledged.count)@example.com")
    #expect(next.id > acknowledged.created.keys.max() ?? 0)
  }
}
