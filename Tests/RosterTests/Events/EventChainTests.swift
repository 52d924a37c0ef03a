import Crypto
import ProtobufC
import RPC
import Roster
import RosterProto
import SQL
import TestSupport
import Testing

@Suite("The chain of events")
struct EventChainTests {
  private let test = try! TestService()

  /// Creates so many events.
  private func makeEvents(_ count: Int) async throws {
    for number in 1...count { try await test.makeUser("U", email: "u\(number)@example.com") }
  }

  /// Changes the events table as only someone with access to the file can.
  private func forge(_ sql: String) throws {
    for trigger in ["events_appended", "events_not_updated", "events_not_deleted"] {
      try test.execute("DROP TRIGGER IF EXISTS \(trigger)")
    }
    try test.execute(sql)
  }

  private func verify(
    from start: Int64 = 0,
    to end: Int64 = 0,
    pageSize: Int32 = 0,
    after token: String = ""
  ) async throws -> VerifyEventsResponse {
    let request = VerifyEventsRequest(startID: start, endID: end, pageSize: pageSize, pageToken: token)
    return try await test.events.verifyEvents(request)
  }

  @Test("an event's hash is that of its own encoding without it, and the event contains the previous hash")
  func hash() async throws {
    for mutation in MutationCase.all {
      let test = try TestService()
      let call = try await mutation.prepare(test)
      try await test.call(mutation.method, call.request, id: "1")
      var previous: [UInt8] = []
      for event in try await test.allEvents() {
        #expect(event.previousHash == previous)
        var bare = event
        bare.hash = []
        #expect(Array(SHA256.hash(data: try bare.serializedBytes())) == event.hash, "\(event.kind)")
        previous = event.hash
      }
    }
  }

  @Test("the hashed encoding is the one that the contract describes, byte for byte")
  func encoding() async throws {
    try await test.makeUser("Ada")
    let stored = try test.service.store.writer.perform { db in
      try db.first(sql: "SELECT record FROM events") { $0.bytes(0) }
    }
    func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
      [number << 3 | 2, UInt8(bytes.count)] + bytes
    }
    func text(_ number: UInt8, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }
    func change(_ name: String, _ after: String) -> [UInt8] { field(10, text(1, name) + text(3, after)) }
    // 1,767,225,600 seconds, 2026-01-01, as a varint.
    let time: [UInt8] = [0x08, 0x80, 0xf2, 0xd6, 0xca, 0x06]
    let expected =
      [0x08, 1] + field(2, time) + field(3, [0x08, 2, 0x10, 1] + text(3, "root"))
      + text(5, "in-process") + text(7, "user.created") + field(8, [0x08, 1, 0x10, 1])
      + change("email", "ada@example.com") + change("first_name", "Ada") + change("state", "active")
      + change("verification", "none")
    #expect(stored == expected)
  }

  @Test("an intact chain verifies, and so does an empty one")
  func whole() async throws {
    #expect(try await verify() == VerifyEventsResponse())
    try await makeEvents(5)
    let events = try await test.allEvents()
    #expect(try await verify() == VerifyEventsResponse(verifiedCount: 5, lastID: 5, lastHash: events[4].hash))
    #expect(
      try await verify(from: 2, to: 3)
        == VerifyEventsResponse(verifiedCount: 2, lastID: 3, lastHash: events[2].hash)
    )
    #expect(try await verify(from: 6) == VerifyEventsResponse(), "nothing is there yet")
    #expect(try await verify(to: 99).verifiedCount == 5)
  }

  @Test("verification continues from page to page", arguments: [1, 2, 3, 4, 5, 6] as [Int32])
  func pages(_ pageSize: Int32) async throws {
    try await makeEvents(5)
    var token = ""
    var count: Int64 = 0
    var last: Int64 = 0
    repeat {
      let report = try await verify(pageSize: pageSize, after: token)
      #expect(report.fault == .unspecified)
      #expect(report.verifiedCount <= Int64(pageSize))
      count += report.verifiedCount
      last = report.lastID
      token = report.nextPageToken
    } while !token.isEmpty
    #expect(count == 5)
    #expect(last == 5)
  }

  @Test("an event whose content was altered is found")
  func alteredRecord() async throws {
    try await makeEvents(5)
    try forge(
      "UPDATE events SET record = CAST(replace(CAST(record AS TEXT), 'u3@', 'x3@') AS BLOB) WHERE id = 3"
    )
    let report = try await verify()
    #expect(report.brokenID == 3)
    #expect(report.fault == .hash)
    #expect(report.verifiedCount == 2)
    #expect(report.lastID == 2)
    let rest = try await verify(after: report.nextPageToken)
    #expect(rest.fault == .unspecified, "what follows still holds the hash that event 3 has")
    #expect(rest.verifiedCount == 2)
  }

  @Test("an event whose hash was altered is found, and so is the next, whose link is broken")
  func alteredHash() async throws {
    try await makeEvents(5)
    try forge("UPDATE events SET hash = zeroblob(32) WHERE id = 3")
    let report = try await verify()
    #expect(report.brokenID == 3)
    #expect(report.fault == .hash)
    let next = try await verify(after: report.nextPageToken)
    #expect(next.brokenID == 4)
    #expect(next.fault == .link)
    #expect(next.verifiedCount == 0)
    #expect(next.lastID == 0)
  }

  @Test("a deleted event is found, even the first", arguments: [1, 3] as [Int64])
  func removed(_ id: Int64) async throws {
    try await makeEvents(5)
    try forge("DELETE FROM events WHERE id = \(id)")
    let report = try await verify()
    #expect(report.brokenID == id)
    #expect(report.fault == .missing)
    #expect(report.verifiedCount == id - 1)
    #expect(try await verify(after: report.nextPageToken).fault == .link)
  }

  @Test("an event that was replaced by a valid one is revealed by the next")
  func relinked() async throws {
    try await makeEvents(5)
    var forged = try await test.allEvents()[2]
    forged.kind = "user.deleted"
    forged.hash = []
    let record = try forged.serializedBytes()
    let hash = Array(SHA256.hash(data: record))
    try forge(
      "UPDATE events SET kind = 'user.deleted', record = \(blob(record)), hash = \(blob(hash)) WHERE id = 3"
    )
    let report = try await verify()
    #expect(report.brokenID == 4)
    #expect(report.fault == .link)
    #expect(report.lastHash == hash)
  }

  @Test("an event under another event's id is found")
  func exchanged() async throws {
    try await makeEvents(5)
    try forge("DELETE FROM events WHERE id = 3; UPDATE events SET id = 3 WHERE id = 4")
    let report = try await verify()
    #expect(report.brokenID == 3)
    #expect(report.fault == .hash)
  }

  @Test(
    "a record that is not an event, or a hash of another length, is an altered event and never traps",
    arguments: [
      "record = x'ff'", "record = x''", "record = zeroblob(100000)", "hash = x''", "hash = zeroblob(31)",
      "hash = zeroblob(1000)",
    ]
  )
  func undecodable(_ change: String) async throws {
    try await makeEvents(3)
    try forge("UPDATE events SET \(change) WHERE id = 2")
    let report = try await verify()
    #expect(report.brokenID == 2)
    #expect(report.fault == .hash)
    #expect(!report.nextPageToken.isEmpty, "event 3 is on the next page")
  }

  @Test("a valid hash over a record that is not an event, or has an impossible time, is an altered event")
  func hashedNonsense() async throws {
    try await makeEvents(3)
    var event = try await test.allEvents()[1]
    event.hash = []
    event.time = Timestamp(seconds: .max, nanos: .max)
    for record in [[0xff], try event.serializedBytes()] {
      let hash = Array(SHA256.hash(data: record))
      try forge("UPDATE events SET record = \(blob(record)), hash = \(blob(hash)) WHERE id = 2")
      let report = try await verify()
      #expect(report.brokenID == 2)
      #expect(report.fault == .hash)
    }
  }

  @Test("an id far beyond the last is a gap that is passed in one step")
  func farID() async throws {
    try await makeEvents(3)
    try forge("UPDATE events SET id = \(Int64.max) WHERE id = 3")
    let report = try await verify()
    #expect(report.brokenID == 3)
    #expect(report.fault == .missing)
    let rest = try await verify(after: report.nextPageToken)
    #expect(rest.brokenID == .max)
    #expect(rest.nextPageToken.isEmpty)
    #expect(try await verify(from: .max, to: .max, pageSize: 100_000).brokenID == .max)
  }

  @Test("an unreadable event is data loss when listed, not an invalid request")
  func listedDamage() async throws {
    try await makeEvents(2)
    try forge("UPDATE events SET record = x'ff' WHERE id = 2")
    await expectRefusal(.dataLoss) { try await test.allEvents() }
    #expect(try await test.events.listEvents(ListEventsRequest(pageSize: 1)).events.count == 1)
  }

  @Test("a part that begins anywhere is verified against the previous event")
  func part() async throws {
    try await makeEvents(5)
    try forge("DELETE FROM events WHERE id = 2")
    let report = try await verify(from: 3)
    #expect(report.brokenID == 3)
    #expect(report.fault == .link)
  }

  @Test("an altered index column is an altered event")
  func alteredColumn() async throws {
    try await makeEvents(2)
    try forge("UPDATE events SET kind = 'user.deleted' WHERE id = 2")
    let report = try await verify()
    #expect(report.brokenID == 2)
    #expect(report.fault == .hash)
  }

  @Test("events that were cut off at the end are missing", arguments: [1, 2, 5] as [Int64])
  func cutOff(_ count: Int64) async throws {
    try await makeEvents(5)
    try forge("DELETE FROM events WHERE id > \(5 - count)")
    let report = try await verify()
    #expect(report.fault == .missing)
    #expect(report.brokenID == 6 - count)
    #expect(report.verifiedCount == 5 - count)
    #expect(report.nextPageToken.isEmpty, "nothing follows")
    let rest = try await verify(to: max(1, 5 - count))
    #expect(rest.fault == (count == 5 ? .missing : .unspecified), "what is left is in order")
  }

  @Test("a last event that was exchanged for a sound one, and one that was added, are not the head")
  func notTheHead() async throws {
    try await makeEvents(2)
    var forged = try await test.allEvents()[1]
    forged.kind = "user.deleted"
    forged.hash = []
    let record = try forged.serializedBytes()
    let hash = Array(SHA256.hash(data: record))
    try forge(
      "UPDATE events SET kind = 'user.deleted', record = \(blob(record)), hash = \(blob(hash)) WHERE id = 2"
    )
    let exchanged = try await verify()
    #expect(exchanged.fault == .head)
    #expect(exchanged.brokenID == 2)
    try forge("UPDATE heads SET event_id = 1, event_hash = (SELECT hash FROM events WHERE id = 1)")
    let added = try await verify()
    #expect(added.fault == .head)
    #expect(added.brokenID == 2)
    #expect(added.verifiedCount == 1)
  }

  @Test(
    "a server does not start on events that do not end as the database says",
    arguments: [
      "DELETE FROM events WHERE id = 7", "UPDATE heads SET event_id = 1",
      "UPDATE heads SET event_hash = x'00'", "UPDATE heads SET event_id = \(Int64.max)", "DELETE FROM heads",
    ]
  )
  func refusedStart(_ forgery: String) async throws {
    let directory = TemporaryDirectory()
    do {
      let test = try TestService(in: directory, keepsInstallationEvents: true)
      try test.execute("DROP TRIGGER events_not_deleted")
      try test.execute(forgery)
    }
    let error = #expect(throws: (any Error).self) { try TestService(in: directory) }
    #expect(error.map { "\($0)" }?.hasPrefix("the head of the events ") == true)
  }

  @Test("ids below 0, an end before the start and a negative page size are refused")
  func refusals() async throws {
    await expectRefusal(.invalidField, field: "start_id") { try await verify(from: -1) }
    await expectRefusal(.invalidField, field: "end_id") { try await verify(to: -1) }
    await expectRefusal(.invalidField, field: "end_id") { try await verify(from: 3, to: 2) }
    await expectRefusal(.invalidField, field: "page_size") { try await verify(pageSize: -1) }
  }

  @Test("a page token of another range, or of another list, is refused")
  func tokens() async throws {
    try await makeEvents(3)
    let token = try await verify(pageSize: 1).nextPageToken
    #expect(try await verify(after: token).verifiedCount == 2, "the size of a page may change")
    await expectRefusal(.invalidPageToken) { try await verify(to: 2, after: token) }
    await expectRefusal(.invalidPageToken) { try await verify(from: 1, after: token) }
    let list = try await test.events.listEvents(ListEventsRequest(pageSize: 1))
    await expectRefusal(.invalidPageToken) { try await verify(after: list.nextPageToken) }
  }

  private func blob(_ bytes: [UInt8]) -> String {
    "x'" + bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() + "'"
  }
}
