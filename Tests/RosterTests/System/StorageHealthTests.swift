import RPC
import Roster
import RosterProto
import SQL
import SQLite
import TestSupport
import Testing

@Suite("The health of the storage")
struct StorageHealthTests {
  private let recorder = LogRecorder()

  private static let full = SQLError(kind: .full, code: 13, extendedCode: 13, message: "disk full", sql: nil)

  @Test("a failing checkpoint is reported once, and once more when it works again")
  func once() {
    let health = StorageHealth(logger: recorder.logger)
    for _ in 0..<3 { health.note(.failing(Self.full)) }
    #expect(!health.isSound)
    #expect(recorder.lines.count == 1)
    #expect(recorder.lines.first?.contains("disk full") == true)
    for _ in 0..<3 { health.note(.sound) }
    #expect(health.isSound)
    #expect(recorder.lines.count == 2)
  }

  @Test("a log that readers hold is reported once")
  func held() {
    let health = StorageHealth(logger: recorder.logger)
    for pages in 100..<110 { health.note(.logHeld(pages: pages)) }
    #expect(!health.isSound)
    #expect(recorder.lines.count == 1)
  }

  @Test("a reader that never ends makes roster.storage unhealthy, but the server continues to serve")
  func pinned() async throws {
    let recorder = recorder
    let storage = StorageHealth(logger: recorder.logger)
    var database = SQLiteDatabase.Options()
    database.walAutocheckpointPages = 8
    database.report = { storage.note($0) }
    let directory = TemporaryDirectory()
    let test = try TestService(in: directory) {
      $0.database = TestService.options(in: directory, database: database).database
      $0.storage = storage
    }
    let client = HealthClient(channel: test.channel, options: TestService.options(nil))
    func status(_ service: String) async throws -> HealthCheckResponse.ServingStatus {
      try await client.check(HealthCheckRequest(service: service)).status
    }
    let reader = try test.directory.database.open(.readOnly)
    try reader.begin(.read)
    _ = try reader.first(sql: "SELECT count(*) FROM users") { $0.int64(0) }
    for number in 0..<20 { try await test.makeUser("U", email: "u\(number)@example.com") }
    #expect(try await status("roster.storage") == .notServing)
    #expect(try await status("") == .serving)
    #expect(recorder.lines.filter { $0.contains("log grows") }.count == 1)
    reader.rollback()
    for number in 20..<30 { try await test.makeUser("U", email: "u\(number)@example.com") }
    #expect(try await status("roster.storage") == .serving)
    #expect(recorder.lines.filter { $0.contains("moved into its file again") }.count == 1)
  }
}
