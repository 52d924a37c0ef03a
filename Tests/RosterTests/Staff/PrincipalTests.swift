import RPC
import Roster
import RosterProto
import Testing

@Suite("Principals")
struct PrincipalTests {
  private let test = try! TestService()

  private func update(
    _ principal: Principal,
    _ paths: [String]? = nil,
    revision: Int64 = 0,
    as token: String? = nil
  ) async throws -> Principal {
    try await test.staff(as: token ?? test.rootToken).updatePrincipal(
      UpdatePrincipalRequest(
        principal: principal,
        updateMask: paths.map { FieldMask(paths: $0) },
        expectedRevision: revision
      )
    )
  }

  private func delete(_ id: Int64, revision: Int64 = 0) async throws {
    _ = try await test.staff.deletePrincipal(
      DeletePrincipalRequest(principalID: id, expectedRevision: revision)
    )
  }

  @Test("a principal is created with a kind, a name and a role, and without a key")
  func create() async throws {
    let portal = try await test.makePrincipal("Portal", "portal")
    let now = Timestamp(SettableClock.start)
    #expect(
      portal
        == Principal(
          id: 2,
          kind: .service,
          name: "Portal",
          role: "portal",
          createTime: now,
          updateTime: now,
          revision: 1
        )
    )
    #expect(try await test.principal(2) == portal)
    #expect(try await test.staff.listKeys(ListKeysRequest(principalID: 2)).keys.isEmpty)
    let event = try #require(try await test.events().last)
    #expect(event.kind == "principal.created")
    #expect(event.target == EventTarget(kind: .principal, id: 2))
    #expect(event.actor == ProtoActor(kind: .staff, id: Root.principalID, name: "root"))
    #expect(
      event.changes == [
        EventChange(field: "kind", after: "service"), EventChange(field: "name", after: "Portal"),
        EventChange(field: "role", after: "portal"),
      ]
    )
  }

  @Test("an invalid field is named")
  func invalid() async throws {
    for kind in [PrincipalKind.unspecified, PrincipalKind(rawValue: 3)] {
      await expectRefusal(.invalidField, field: "kind") { try await test.makePrincipal("A", "service", kind) }
    }
    for text in ["", " ", name(129), "A\u{0}"] {
      await expectRefusal(.invalidField, field: "name") { try await test.makePrincipal(text) }
    }
    #expect(try await test.makePrincipal(name(128)).name == name(128))
    await expectRefusal(.invalidField, field: "role") { try await test.makePrincipal("A", "") }
    await expectRefusal(.roleNotFound, ["role": "nope"]) { try await test.makePrincipal("A", "nope") }
    await expectRefusal(.invalidField, field: "principal_id") { try await test.principal(0) }
    await expectRefusal(.principalNotFound, ["principal_id": "9"]) { try await test.principal(9) }
    await expectRefusal(.invalidField, field: "principal_id") { try await delete(-1) }
    await expectRefusal(.principalNotFound, ["principal_id": "9"]) { try await delete(9) }
    await expectRefusal(.invalidField, field: "principal") {
      try await test.staff.updatePrincipal(UpdatePrincipalRequest())
    }
    await expectRefusal(.invalidField, field: "principal.id") { try await update(Principal(name: "A")) }
    for (path, field) in ["name": "principal.name", "role": "principal.role", "kind": "update_mask"] {
      await expectRefusal(.invalidField, field: field) { try await update(Principal(id: 1), [path]) }
    }
    await expectRefusal(.principalNotFound, ["principal_id": "9"]) { try await update(Principal(id: 9)) }
    await expectRefusal(.roleNotFound, ["role": "nope"]) { try await update(Principal(id: 1, role: "nope")) }
  }

  @Test("a name identifies one principal, ignoring case, until that one is deleted")
  func names() async throws {
    let first = try await test.makePrincipal("Éva")
    await expectRefusal(.principalExists, ["principal_id": "2"]) {
      try await test.makePrincipal("E\u{301}VA")
    }
    let second = try await test.makePrincipal("Bob")
    await expectRefusal(.principalExists, ["principal_id": "2"]) {
      try await update(Principal(id: second.id, name: "éva"))
    }
    #expect(try await update(Principal(id: first.id, name: "ÉVA")).name == "ÉVA")
    try await delete(first.id)
    #expect(try await update(Principal(id: second.id, name: "Éva")).name == "Éva")
    #expect(try await test.makePrincipal("Bob").id == 4)
  }

  @Test("name and role can be changed, and count as a change only if they differ")
  func update() async throws {
    let made = try await test.makePrincipal("Bob", "support", .staff)
    let count = try await test.events().count
    test.clock.advance(seconds: 1)
    #expect(try await update(made) == made)
    await expectRefusal(.invalidField, field: "update_mask") {
      try await update(Principal(id: made.id, name: "X", role: "portal"), [])
    }
    #expect(try await test.events().count == count)
    var changed = try await update(Principal(id: made.id, kind: .service, name: "Rob", role: "portal"))
    #expect(changed.name == "Rob" && changed.role == "portal" && changed.kind == .staff)
    #expect(changed.updateTime == Timestamp(test.clock.now))
    #expect(changed.createTime == made.createTime)
    #expect(changed.revision == 2)
    #expect(try await test.principal(made.id) == changed)
    let event = try #require(try await test.events().last)
    #expect(event.kind == "principal.updated")
    #expect(
      event.changes == [
        EventChange(field: "name", before: "Bob", after: "Rob"),
        EventChange(field: "role", before: "support", after: "portal"),
      ]
    )
    changed = try await update(Principal(id: made.id, name: "Ann", role: "support"), ["role"], revision: 2)
    #expect(changed.name == "Rob" && changed.role == "support" && changed.revision == 3)
    changed = try await update(Principal(id: made.id, name: "Ann", role: "service"), ["*"])
    #expect(changed.name == "Ann" && changed.role == "service")
  }

  @Test("a change at an unexpected revision is refused")
  func revisions() async throws {
    let made = try await test.makePrincipal("Bob")
    for revision in [Int64(2), 7] {
      await expectRevisionMismatch(expected: revision, current: 1) {
        try await update(Principal(id: made.id, name: "Rob"), revision: revision)
      }
      await expectRevisionMismatch(expected: revision, current: 1) {
        try await delete(made.id, revision: revision)
      }
    }
    await expectRefusal(.invalidField, field: "expected_revision") { try await delete(made.id, revision: -1) }
    #expect(try await test.principal(made.id) == made)
    try await delete(made.id, revision: 1)
  }

  @Test("a deleted principal is not found, its keys are revoked, and its id is not reused")
  func delete() async throws {
    let made = try await test.makePrincipal("Bob", "support")
    let keys = [try await test.makeKey(of: made), try await test.makeKey(of: made)]
    #expect(await test.refusal(of: keys[0].token) == nil)
    test.clock.advance(seconds: 1)
    let count = Int64(try await test.events().count)
    try await delete(made.id)
    for key in keys { #expect(await test.refusal(of: key.token) == "TOKEN_REVOKED") }
    await expectRefusal(.principalNotFound, ["principal_id": "2"]) { try await test.principal(made.id) }
    await expectRefusal(.principalNotFound, ["principal_id": "2"]) { try await delete(made.id) }
    await expectRefusal(.principalNotFound, ["principal_id": "2"]) { try await test.makeKey(of: made) }
    await expectRefusal(.principalNotFound, ["principal_id": "2"]) { try await update(made) }
    #expect(try await test.staff.listPrincipals(ListPrincipalsRequest()).principals.map(\.id) == [1])
    #expect(try await test.staff.listKeys(ListKeysRequest(principalID: made.id)).keys.isEmpty)
    let request = ListKeysRequest(principalID: made.id, includeRevoked: true)
    let revoked = try await test.staff.listKeys(request).keys
    #expect(revoked.map(\.id) == keys.map { $0.key!.id })
    #expect(revoked.allSatisfy { $0.revokeTime == Timestamp(test.clock.now) })
    let events = try await test.events(after: count)
    #expect(events.map(\.kind) == ["principal.deleted", "key.revoked", "key.revoked"])
    #expect(
      events.dropFirst().map(\.target)
        == keys.map { EventTarget(kind: .key, id: $0.key!.id, name: "Bob", principalID: made.id) }
    )
    #expect(events[0].changes.map(\.before) == ["service", "Bob", "support"])
    #expect(events[0].changes.allSatisfy { $0.after.isEmpty })
    #expect(try await test.makePrincipal("Bob").id == 3)
  }

  @Test("lists the principals of a kind and a role, by id, page by page")
  func list() async throws {
    _ = try await test.makePrincipal("A", "support", .staff)
    _ = try await test.makePrincipal("B", "service", .service)
    _ = try await test.makePrincipal("C", "support", .service)
    func list(_ request: ListPrincipalsRequest) async throws -> [Int64] {
      try await test.staff.listPrincipals(request).principals.map(\.id)
    }
    #expect(try await list(ListPrincipalsRequest()) == [1, 2, 3, 4])
    #expect(try await list(ListPrincipalsRequest(kind: .staff)) == [1, 2])
    #expect(try await list(ListPrincipalsRequest(kind: .service)) == [3, 4])
    #expect(try await list(ListPrincipalsRequest(role: "support")) == [2, 4])
    #expect(try await list(ListPrincipalsRequest(kind: .service, role: "support")) == [4])
    #expect(try await list(ListPrincipalsRequest(role: "nope")) == [])
    var request = ListPrincipalsRequest(kind: .service, pageSize: 1)
    let first = try await test.staff.listPrincipals(request)
    #expect(first.principals.map(\.name) == ["B"])
    request.pageToken = first.nextPageToken
    let second = try await test.staff.listPrincipals(request)
    #expect(second.principals.map(\.name) == ["C"])
    #expect(second.nextPageToken.isEmpty)
    request.kind = .staff
    await expectRefusal(.invalidPageToken) { try await list(request) }
    await expectRefusal(.invalidField, field: "kind") {
      try await list(ListPrincipalsRequest(kind: PrincipalKind(rawValue: 9)))
    }
    await expectRefusal(.invalidField, field: "page_size") {
      try await list(ListPrincipalsRequest(pageSize: -1))
    }
  }

  @Test("a new name is in events from the next call on, and a new role applies from then on")
  func takesEffect() async throws {
    let made = try await test.makePrincipal("Bob", "administrator")
    let token = try await test.makeKey(of: made).token
    let users = test.users(as: token)
    _ = try await users.createUser(CreateUserRequest(email: "a@example.com"))
    _ = try await update(Principal(id: made.id, name: "Rob"))
    _ = try await users.createUser(CreateUserRequest(email: "b@example.com"))
    let names = try await test.events().filter { $0.kind == "user.created" }.map { $0.actor?.name }
    #expect(names == ["Bob", "Rob"])
    _ = try await update(Principal(id: made.id, role: "service"))
    #expect(await test.refusal(of: token) == "GRANT_MISSING")
    _ = try await update(Principal(id: made.id, role: "support"))
    #expect(await test.refusal(of: token) == nil)
  }
}
