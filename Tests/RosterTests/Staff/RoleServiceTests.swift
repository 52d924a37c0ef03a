import RPC
import Roster
import RosterProto
import Testing

@Suite("Custom roles")
struct RoleServiceTests {
  private let test = try! TestService()

  private func create(_ name: String, _ grants: [String] = []) async throws -> Role {
    try await test.staff.createRole(CreateRoleRequest(name: name, grants: grants))
  }

  private func update(
    _ name: String,
    _ grants: [String],
    _ paths: [String]? = nil,
    revision: Int64 = 0
  ) async throws -> Role {
    try await test.staff.updateRole(
      UpdateRoleRequest(
        role: Role(name: name, grants: grants),
        updateMask: paths.map { FieldMask(paths: $0) },
        expectedRevision: revision
      )
    )
  }

  private func delete(_ name: String, revision: Int64 = 0) async throws {
    _ = try await test.staff.deleteRole(DeleteRoleRequest(role: name, expectedRevision: revision))
  }

  @Test("a role is created from grants, each once and in the contract's order")
  func create() async throws {
    let role = try await create("night-shift", ["users.read", "users.list", "users.read"])
    let now = Timestamp(SettableClock.start)
    #expect(
      role
        == Role(
          name: "night-shift",
          grants: ["users.list", "users.read"],
          createTime: now,
          updateTime: now,
          revision: 1
        )
    )
    #expect(try await test.role("night-shift") == role)
    let event = try #require(try await test.events().last)
    #expect(event.kind == "role.created")
    #expect(event.target == EventTarget(kind: .role, name: "night-shift"))
    #expect(
      event.changes == [
        EventChange(field: "name", after: "night-shift"),
        EventChange(field: "grants", after: "users.list, users.read"),
      ]
    )
    #expect(try await create("empty").grants.isEmpty)
    await expectRefusal(.roleExists, ["role": "empty"]) { try await create("empty", ["users.list"]) }
    await expectRefusal(.roleExists, ["role": "owner"]) { try await create("owner") }
  }

  @Test(
    "a malformed name is refused",
    arguments: ["", "A", "1a", "-a", "a_b", "a b", "ä", "a.b", String(repeating: "a", count: 65)]
  )
  func names(_ name: String) async {
    await expectRefusal(.invalidField, field: "name") { try await create(name) }
  }

  @Test("a well-formed name is accepted", arguments: ["a", "a-1", "a-", String(repeating: "a", count: 64)])
  func goodNames(_ name: String) async throws {
    #expect(try await create(name).name == name)
  }

  @Test(
    "an unknown grant is refused, with its index",
    arguments: ["", "users", "users.*", "Users.List"]
  )
  func unknownGrants(_ grant: String) async throws {
    await expectRefusal(.invalidField, field: "grants[1]") { try await create("r", ["users.list", grant]) }
    _ = try await create("r")
    await expectRefusal(.invalidField, field: "role.grants[0]") { try await update("r", [grant]) }
    #expect(try await test.role("r")?.revision == 1)
  }

  @Test("its grants can be replaced, with effect at once for every principal that has it")
  func update() async throws {
    let token = try await test.makeManager("r", grants: ["users.read"])
    #expect(await test.refusal(of: token) == "GRANT_MISSING")
    test.clock.advance(seconds: 1)
    let role = try await update("r", ["users.list"], revision: 1)
    #expect(role.grants == ["users.list"])
    #expect(try await role.revision == test.lastEventID())
    #expect(role.principalCount == 1)
    #expect(role.createTime == Timestamp(SettableClock.start))
    #expect(role.updateTime == Timestamp(test.clock.now))
    #expect(await test.refusal(of: token) == nil)
    let event = try #require(try await test.events().last)
    #expect(event.kind == "role.updated")
    #expect(event.changes == [EventChange(field: "grants", before: "users.read", after: "users.list")])
    let count = try await test.events().count
    #expect(try await update("r", ["users.list", "users.list"]) == role)
    #expect(try await update("r", []) == role, "without a mask, what is empty is not written")
    await expectRefusal(.invalidField, field: "update_mask") { try await update("r", ["users.read"], []) }
    #expect(try await test.events().count == count)
    #expect(try await update("r", [], ["grants"]).grants == [])
    #expect(await test.refusal(of: token) == "GRANT_MISSING")
    #expect(try await update("r", ["users.list"], ["*"]).revision == role.revision + 2)
  }

  @Test("a role that no principal has can be deleted, and its name reused")
  func delete() async throws {
    _ = try await create("r", ["users.list"])
    let first = try await test.makePrincipal("A", "r")
    let second = try await test.makePrincipal("B", "r")
    await expectRefusal(.roleInUse, ["role": "r", "principal_count": "2"]) { try await delete("r") }
    _ = try await test.staff.deletePrincipal(DeletePrincipalRequest(principalID: first.id))
    await expectRefusal(.roleInUse, ["role": "r", "principal_count": "1"]) { try await delete("r") }
    _ = try await test.staff.updatePrincipal(
      UpdatePrincipalRequest(principal: Principal(id: second.id, role: "service"))
    )
    try await delete("r", revision: 1)
    #expect(try await test.role("r") == nil)
    let event = try #require(try await test.events().last)
    #expect(event.kind == "role.deleted")
    #expect(event.changes.map(\.before) == ["r", "users.list"])
    await expectRefusal(.roleNotFound, ["role": "r"]) { try await delete("r") }
    await expectRefusal(.roleNotFound, ["role": "r"]) { try await update("r", []) }
    #expect(try await create("r").revision == event.id + 1, "not to be taken for the one before")
  }

  @Test("requests at another revision, or without a role, are refused")
  func refusals() async throws {
    _ = try await create("r")
    await expectRevisionMismatch(expected: 2, current: 1) { try await update("r", [], revision: 2) }
    await expectRevisionMismatch(expected: 2, current: 1) { try await delete("r", revision: 2) }
    await expectRefusal(.invalidField, field: "role") {
      try await test.staff.updateRole(UpdateRoleRequest())
    }
    await expectRefusal(.invalidField, field: "role.name") { try await update("", []) }
    await expectRefusal(.invalidField, field: "role") { try await delete("") }
    await expectRefusal(.invalidField, field: "update_mask") { try await update("r", [], ["name"]) }
  }

  @Test("a built-in role cannot be changed", arguments: BuiltInRole.all)
  func builtIn(_ role: BuiltInRole) async throws {
    let before = try #require(try await test.role(role.name))
    #expect(before.builtIn)
    #expect(before.grants == role.grants.list.map(\.rawValue))
    #expect(before.principalCount == (role.name == "owner" ? 1 : 0))
    await expectRefusal(.roleBuiltIn, ["role": role.name]) { try await update(role.name, ["users.list"]) }
    await expectRefusal(.roleBuiltIn, ["role": role.name]) { try await update(role.name, before.grants) }
    await expectRefusal(.roleBuiltIn, ["role": role.name]) { try await delete(role.name) }
    #expect(try await test.role(role.name) == before)
  }

  @Test("lists all roles by name, page by page")
  func list() async throws {
    _ = try await create("zebra")
    _ = try await create("abc")
    var request = ListRolesRequest(pageSize: 3)
    var names: [[String]] = []
    repeat {
      let response = try await test.staff.listRoles(request)
      names.append(response.roles.map(\.name))
      request.pageToken = response.nextPageToken
    } while !request.pageToken.isEmpty
    #expect(names == [["abc", "administrator", "owner"], ["portal", "service", "support"], ["zebra"]])
    await expectRefusal(.invalidField, field: "page_size") {
      try await test.staff.listRoles(ListRolesRequest(pageSize: -1))
    }
    await expectRefusal(.invalidPageToken) {
      try await test.staff.listRoles(ListRolesRequest(pageToken: "x"))
    }
  }
}
