import RPC
import RosterProto
import Testing

@testable import Roster

/// A row of the table: an action, and the grants that the caller needs for it.
struct RankedCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let action: RankedAction
  let needed: GrantSet

  init(_ name: String, _ action: RankedAction, needs needed: [Grant]) {
    testDescription = name
    self.action = action
    self.needed = GrantSet(needed)
  }

  private static let low: [Grant] = [.usersRead]
  private static let high: [Grant] = [.usersRead, .usersList, .settingsManage]

  static let all: [RankedCase] = [
    .init("CreatePrincipal", .createPrincipal(role: GrantSet(high)), needs: high),
    .init("UpdatePrincipal, name", .updatePrincipal(GrantSet(high), newRole: GrantSet(high)), needs: high),
    .init("UpdatePrincipal, up", .updatePrincipal(GrantSet(low), newRole: GrantSet(high)), needs: high),
    .init("UpdatePrincipal, down", .updatePrincipal(GrantSet(high), newRole: GrantSet(low)), needs: high),
    .init(
      "UpdatePrincipal, aside",
      .updatePrincipal(GrantSet([.usersList]), newRole: GrantSet([.usersRead])),
      needs: [.usersList, .usersRead]
    ),
    .init("DeletePrincipal", .deletePrincipal(GrantSet(high)), needs: high),
    .init("CreateRole", .createRole(GrantSet(high)), needs: high),
    .init("UpdateRole, more", .updateRole(GrantSet(low), new: GrantSet(high)), needs: high),
    .init("UpdateRole, less", .updateRole(GrantSet(high), new: GrantSet(low)), needs: high),
    .init("UpdateRole, nothing left", .updateRole(GrantSet(high), new: GrantSet([])), needs: high),
    .init("DeleteRole", .deleteRole(GrantSet(high)), needs: high),
    .init("CreateKey", .createKey(of: GrantSet(high)), needs: high),
    .init("RevokeKey", .revokeKey(of: GrantSet(high)), needs: high),
    .init("a role without grants", .deleteRole(GrantSet([])), needs: []),
  ]
}

@Suite("Rank")
struct RankTests {
  private func refusal(_ action: RankedAction, held: GrantSet) -> RPCError? {
    do {
      try Rank.permit(action, held: held)
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "permits an action to a caller with exactly the needed grants, or with more",
    arguments: RankedCase.all
  )
  func permitted(_ row: RankedCase) {
    #expect(refusal(row.action, held: row.needed) == nil)
    #expect(refusal(row.action, held: .all) == nil)
  }

  @Test("refuses it to a caller who lacks any of them, whatever else they hold", arguments: RankedCase.all)
  func refused(_ row: RankedCase) {
    for grant in row.needed.list {
      let error = refusal(row.action, held: GrantSet.all.subtracting(GrantSet([grant])))
      #expect(error?.reason == .grantNotHeld)
      #expect(error?.code == .permissionDenied)
      #expect(error?.metadata == ["grant": grant.rawValue])
    }
    if row.needed != GrantSet([]) {
      #expect(refusal(row.action, held: GrantSet([]))?.reason == .grantNotHeld)
    }
  }
}

@Suite("Rank of callers")
struct RankOfCallersTests {
  private let test = try! TestService()
  private let token: String
  private var staff: StaffServiceClient { test.staff(as: token) }

  /// A manager who may also list users, and nothing else: principal 2 with key 2.
  init() async throws {
    token = try await test.makeManager(grants: ["staff.manage", "users.list"])
  }

  private func expectNotHeld<Reply>(
    _ grant: String,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ call: () async throws -> Reply
  ) async {
    await expectRefusal(.grantNotHeld, ["grant": grant], sourceLocation: sourceLocation, call)
  }

  private func update(_ principal: Principal, revision: Int64 = 0) async throws -> Principal {
    try await staff.updatePrincipal(
      UpdatePrincipalRequest(principal: principal, expectedRevision: revision)
    )
  }

  private func update(role: String, _ grants: [String]) async throws -> Role {
    try await staff.updateRole(
      UpdateRoleRequest(role: Role(name: role, grants: grants), updateMask: FieldMask(paths: ["grants"]))
    )
  }

  @Test("a manager cannot change an owner or an owner's keys, and records no event in trying")
  func owners() async throws {
    let root = try await test.principal(Root.principalID)
    let count = try await test.events().count
    await expectNotHeld("users.read") { try await update(Principal(id: root.id, name: "nobody")) }
    await expectNotHeld("users.read") { try await update(Principal(id: root.id, role: "manager")) }
    await expectNotHeld("users.read") { try await update(root) }
    await expectNotHeld("users.read") { try await update(root, revision: 9) }
    await expectNotHeld("users.read") {
      try await staff.deletePrincipal(DeletePrincipalRequest(principalID: root.id))
    }
    await expectNotHeld("users.read") { try await staff.revokeKey(RevokeKeyRequest(keyID: Root.keyID)) }
    await expectNotHeld("users.read") { try await staff.createKey(CreateKeyRequest(principalID: root.id)) }
    #expect(try await test.principal(root.id) == root)
    #expect(try await test.key(Root.keyID)?.revokeTime == nil)
    #expect(try test.integer("SELECT count(*) FROM api_keys") == 2)
    #expect(try await test.events().count == count)
  }

  @Test("a manager can read every principal, role and key")
  func reading() async throws {
    let root = GetPrincipalRequest(principalID: Root.principalID)
    #expect(try await staff.getPrincipal(root).role == "owner")
    #expect(try await staff.listPrincipals(ListPrincipalsRequest()).principals.count == 2)
    #expect(try await staff.listRoles(ListRolesRequest()).roles.count == 6)
    #expect(try await staff.listKeys(ListKeysRequest()).keys.count == 2)
  }

  @Test("a role can be created only from the caller's own grants")
  func createRole() async throws {
    await expectNotHeld("users.read") {
      try await staff.createRole(CreateRoleRequest(name: "r", grants: ["users.list", "users.read"]))
    }
    #expect(try await test.role("r") == nil)
    let request = CreateRoleRequest(name: "r", grants: ["users.list", "staff.manage"])
    #expect(try await staff.createRole(request).grants == ["users.list", "staff.manage"])
  }

  @Test("a role with more grants than the caller can be neither changed, reduced nor deleted by them")
  func higherRole() async throws {
    let higher = CreateRoleRequest(name: "higher", grants: ["users.list", "users.read"])
    let role = try await test.staff.createRole(higher)
    await expectNotHeld("users.read") { try await update(role: "higher", ["users.list"]) }
    await expectNotHeld("users.read") { try await update(role: "higher", []) }
    await expectNotHeld("users.read") { try await update(role: "higher", ["users.list", "users.read"]) }
    await expectNotHeld("users.read") { try await staff.deleteRole(DeleteRoleRequest(role: "higher")) }
    #expect(try await test.role("higher") == role)
  }

  @Test("a role within the caller's grants can be changed and deleted, but not given a grant they lack")
  func lowerRole() async throws {
    _ = try await test.staff.createRole(CreateRoleRequest(name: "lower", grants: ["users.list"]))
    await expectNotHeld("system.backup") { try await update(role: "lower", ["system.backup"]) }
    #expect(try await update(role: "lower", []).grants == [])
    #expect(try await update(role: "lower", ["staff.manage"]).grants == ["staff.manage"])
    _ = try await staff.deleteRole(DeleteRoleRequest(role: "lower"))
    #expect(try await test.role("lower") == nil)
  }

  @Test("a built-in role is refused with its own reason, whatever the caller's grants")
  func builtIn() async {
    await expectRefusal(.roleBuiltIn, ["role": "owner"]) { try await update(role: "owner", []) }
  }

  @Test("principals within the caller's grants can be created, changed, given keys and deleted, not raised")
  func principals() async throws {
    await expectNotHeld("users.read") { try await test.makePrincipal("A", "service", as: token) }
    let made = try await test.makePrincipal("A", "manager", as: token)
    await expectNotHeld("users.read") { try await update(Principal(id: made.id, role: "owner")) }
    #expect(try await test.principal(made.id) == made)
    #expect(try await update(Principal(id: made.id, name: "B")).name == "B")
    let key = try await staff.createKey(CreateKeyRequest(principalID: made.id))
    #expect(await test.refusal(of: key.token) == nil)
    _ = try await staff.revokeKey(RevokeKeyRequest(keyID: key.key!.id))
    _ = try await staff.deletePrincipal(DeletePrincipalRequest(principalID: made.id))
  }

  @Test("callers may rename themselves, replace their own keys, and give up grants, but gain none")
  func themselves() async throws {
    #expect(try await update(Principal(id: 2, name: "me")).name == "me")
    await expectNotHeld("users.read") { try await update(Principal(id: 2, role: "administrator")) }
    await expectNotHeld("users.read") {
      try await update(role: "manager", ["staff.manage", "users.list", "users.read"])
    }
    let second = try await staff.createKey(CreateKeyRequest(principalID: 2))
    _ = try await test.staff(as: second.token).revokeKey(RevokeKeyRequest(keyID: 2))
    #expect(await test.refusal(of: token) == "TOKEN_REVOKED")
    let own = test.staff(as: second.token)
    let less = Role(name: "manager", grants: ["users.list"])
    #expect(try await own.updateRole(UpdateRoleRequest(role: less)).grants == ["users.list"])
    await expectRefusal(
      .grantMissing,
      ["grant": "staff.manage", "method": "roster.v1.StaffService/UpdateRole"]
    ) { try await own.updateRole(UpdateRoleRequest(role: less)) }
  }

  @Test("an owner may demote itself while another owner has a key")
  func demotion() async throws {
    _ = try await test.makeKey(of: try await test.makePrincipal("other", "owner"))
    let demoted = UpdatePrincipalRequest(principal: Principal(id: Root.principalID, role: "support"))
    #expect(try await test.staff.updatePrincipal(demoted).role == "support")
  }

  @Test("the caller's current grants count")
  func now() async throws {
    func create(_ name: String) async throws -> Role {
      try await staff.createRole(CreateRoleRequest(name: name, grants: ["users.read"]))
    }
    func grant(_ grants: [String]) async throws {
      let role = Role(name: "manager", grants: grants)
      _ = try await test.staff.updateRole(UpdateRoleRequest(role: role))
    }
    await expectNotHeld("users.read") { try await create("a") }
    try await grant(["staff.manage", "users.read"])
    #expect(try await create("a").grants == ["users.read"])
    try await grant(["staff.manage"])
    await expectNotHeld("users.read") { try await create("b") }
  }
}
