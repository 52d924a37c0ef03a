import Foundation
import RPC
import Roster
import RosterProto
import TestSupport
import Testing

@Suite("API keys of principals")
struct KeyServiceTests {
  private let test = try! TestService()

  private func revoke(_ id: Int64, as token: String? = nil) async throws -> ApiKey {
    try await test.staff(as: token ?? test.rootToken).revokeKey(RevokeKeyRequest(keyID: id))
  }

  @Test("a key is created with its token, which allows what the role grants")
  func create() async throws {
    let principal = try await test.makePrincipal("Portal", "support")
    let expireTime = test.clock.now + 60
    let made = try await test.makeKey(of: principal, label: "on éva's laptop", expireTime: expireTime)
    #expect(OpaqueToken.kind(of: made.token.utf8) == .apiKey)
    #expect(
      made.key
        == ApiKey(
          id: 2,
          principalID: principal.id,
          label: "on éva's laptop",
          createTime: Timestamp(SettableClock.start),
          expireTime: Timestamp(expireTime),
          revision: principal.revision + 1
        )
    )
    #expect(try await test.key(2) == made.key)
    #expect(await test.refusal(of: made.token) == nil)
    let event = try #require(try await test.events().last)
    #expect(event.kind == "key.created")
    #expect(event.target == EventTarget(kind: .key, id: 2, name: "Portal", principalID: principal.id))
    #expect(
      event.changes == [
        EventChange(field: "principal_id", after: "2"), EventChange(field: "label", after: "on éva's laptop"),
        EventChange(field: "expire_time", after: "2026-01-01T00:01:00Z"),
      ]
    )
    #expect(try await test.principal(principal.id) == principal, "its keys are no change of the principal")
  }

  @Test("an invalid field is named")
  func invalid() async throws {
    let root = Principal(id: Root.principalID)
    await expectRefusal(.invalidField, field: "principal_id") { try await test.makeKey(of: Principal()) }
    await expectRefusal(.principalNotFound, ["principal_id": "9"]) {
      try await test.makeKey(of: Principal(id: 9))
    }
    for label in [name(129), "a\nb"] {
      await expectRefusal(.invalidField, field: "label") { try await test.makeKey(of: root, label: label) }
    }
    #expect(try await test.makeKey(of: root, label: name(128)).key?.label == name(128))
    for time in [test.clock.now, test.clock.now + -1] {
      await expectRefusal(.invalidField, field: "expire_time") {
        try await test.makeKey(of: root, expireTime: time)
      }
    }
    await expectRefusal(.invalidField, field: "expire_time") {
      try await test.staff.createKey(CreateKeyRequest(principalID: 1, expireTime: Timestamp(seconds: .max)))
    }
    await expectRefusal(.invalidField, field: "key_id") { try await revoke(0) }
    await expectRefusal(.keyNotFound, ["key_id": "9"]) { try await revoke(9) }
  }

  @Test("a key is valid until it expires by the clock, even on an open connection")
  func expiry() async throws {
    let principal = try await test.makePrincipal("A", "support")
    let token = try await test.makeKey(of: principal, expireTime: test.clock.now + 60).token
    test.clock.advance(seconds: 59)
    #expect(await test.refusal(of: token) == nil)
    test.clock.advance(seconds: 1)
    #expect(await test.refusal(of: token) == "TOKEN_EXPIRED")
    #expect(try await test.key(2)?.revokeTime == nil)
    #expect(try await revoke(2).revokeTime == Timestamp(test.clock.now), "an expired key can be revoked")
    #expect(await test.refusal(of: token) == "TOKEN_REVOKED")
  }

  @Test("a revoked key is refused on the next call of the same connection")
  func revoke() async throws {
    let principal = try await test.makePrincipal("A", "support")
    let revoked = try await test.makeKey(of: principal)
    let other = try await test.makeKey(of: principal)
    #expect(await test.refusal(of: revoked.token) == nil)
    test.clock.advance(seconds: 1)
    let key = try await revoke(2)
    #expect(key.revokeTime == Timestamp(test.clock.now))
    #expect(await test.refusal(of: revoked.token) == "TOKEN_REVOKED")
    #expect(await test.refusal(of: other.token) == nil)
    #expect(try await test.key(2) == key)
    let event = try #require(try await test.events().last)
    #expect(event.kind == "key.revoked")
    #expect(event.target == EventTarget(kind: .key, id: 2, name: "A", principalID: principal.id))
    #expect(event.changes == [EventChange(field: "revoke_time", after: "2026-01-01T00:00:01Z")])
    await expectRefusal(.keyRevoked, ["key_id": "2"]) { try await revoke(2) }
  }

  @Test("a caller may revoke the key it calls with")
  func own() async throws {
    let made = try await test.makeKey(of: Principal(id: Root.principalID))
    #expect(try await revoke(made.key!.id, as: made.token).revokeTime != nil)
    await expectRefusal(.tokenRevoked) { try await revoke(1, as: made.token) }
  }

  @Test("lists the keys of a principal, without revoked ones unless requested, page by page")
  func list() async throws {
    let principal = try await test.makePrincipal("A")
    for number in 2...4 { _ = try await test.makeKey(of: principal, label: "\(number)") }
    _ = try await revoke(3)
    func list(_ request: ListKeysRequest) async throws -> [Int64] {
      try await test.staff.listKeys(request).keys.map(\.id)
    }
    #expect(try await list(ListKeysRequest()) == [1, 2, 4])
    #expect(try await list(ListKeysRequest(principalID: 2)) == [2, 4])
    #expect(try await list(ListKeysRequest(principalID: 2, includeRevoked: true)) == [2, 3, 4])
    #expect(try await list(ListKeysRequest(principalID: 9)) == [])
    var request = ListKeysRequest(principalID: 2, pageSize: 1)
    let first = try await test.staff.listKeys(request)
    #expect(first.keys.map(\.id) == [2])
    request.pageToken = first.nextPageToken
    let second = try await test.staff.listKeys(request)
    #expect(second.keys.map(\.id) == [4])
    #expect(second.nextPageToken.isEmpty)
    request.includeRevoked = true
    await expectRefusal(.invalidPageToken) { try await list(request) }
    await expectRefusal(.invalidField, field: "page_size") { try await list(ListKeysRequest(pageSize: -1)) }
    await expectRefusal(.invalidField, field: "principal_id") {
      try await list(ListKeysRequest(principalID: -1))
    }
  }

  @Test("a repeated request creates no second key, and returns the first without its token")
  func repeated() async throws {
    var options = TestService.options(test.rootToken)
    options.metadata.append(("request-id", "try-1"))
    let request = CreateKeyRequest(principalID: Root.principalID, label: "x")
    let first = try await test.staff.createKey(request, options: options)
    let second = try await test.staff.createKey(request, options: options)
    #expect(!first.token.isEmpty)
    #expect(second == CreateKeyResponse(key: first.key))
    #expect(try test.integer("SELECT count(*) FROM api_keys") == 2)
  }

  @Test("no token is stored: not in keys, events, or replies under request ids")
  func secrecy() async throws {
    var options = TestService.options(test.rootToken)
    options.metadata.append(("request-id", "try-1"))
    let token = try await test.staff
      .createKey(CreateKeyRequest(principalID: Root.principalID), options: options).token
    for event in try await test.events() { #expect(!"\(event)".contains(token.dropFirst(3))) }
    let keys = try await test.staff.listKeys(ListKeysRequest()).keys
    #expect(!"\(keys)".contains(token.dropFirst(3)))
    test.stop()
    for file in try FileManager.default.contentsOfDirectory(atPath: test.directory.path) {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(test.directory.path)/\(file)"))
      #expect(bytes.range(of: Data(token.utf8)) == nil, "\(file)")
    }
  }
}
