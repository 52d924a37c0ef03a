import RPC
import Roster
import RosterProto
import Testing

@Suite("Nobody gives more than they have")
struct GrantNotHeldTests {
  private let test = try! TestService()
  private let token: String
  private var staff: StaffServiceClient { test.staff(as: token) }

  /// A manager who may also list users, and nothing else.
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

  @Test("a role can be made of the maker's own grants only")
  func createRole() async throws {
    await expectNotHeld("users.read") {
      try await staff.createRole(CreateRoleRequest(name: "r", grants: ["users.list", "users.read"]))
    }
    #expect(try await test.role("r") == nil)
    let request = CreateRoleRequest(name: "r", grants: ["users.list", "staff.manage"])
    #expect(try await staff.createRole(request).grants == ["users.list", "staff.manage"])
  }

  @Test("a role can be given the maker's own grants only")
  func updateRole() async throws {
    _ = try await test.staff.createRole(CreateRoleRequest(name: "r", grants: ["users.list"]))
    func update(_ grants: [String]) async throws -> Role {
      try await staff.updateRole(UpdateRoleRequest(role: Role(name: "r", grants: grants)))
    }
    await expectNotHeld("users.read") { try await update(["users.list", "users.read"]) }
    await expectNotHeld("system.backup") { try await update(["system.backup"]) }
    #expect(try await update(["staff.manage"]).grants == ["staff.manage"])
    await expectNotHeld("users.read") {
      try await staff.updateRole(
        UpdateRoleRequest(role: Role(name: "manager", grants: ["staff.manage", "users.read"]))
      )
    }
  }

  @Test("a principal can be given a role within the giver's own grants only")
  func principals() async throws {
    await expectNotHeld("users.read") { try await test.makePrincipal("A", "service", as: token) }
    let made = try await test.makePrincipal("A", "manager", as: token)
    func update(_ change: Principal) async throws -> Principal {
      try await staff.updatePrincipal(UpdatePrincipalRequest(principal: change))
    }
    await expectNotHeld("users.read") { try await update(Principal(id: made.id, role: "owner")) }
    #expect(try await test.principal(made.id) == made)
  }

  @Test("a key can be made for principals within the maker's own grants only")
  func keys() async throws {
    await expectNotHeld("users.read") {
      try await staff.createKey(CreateKeyRequest(principalID: Root.principalID))
    }
    #expect(try test.integer("SELECT count(*) FROM api_keys WHERE principal_id = 1") == 1)
    let made = try await test.makePrincipal("A", "manager", as: token)
    let key = try await staff.createKey(CreateKeyRequest(principalID: made.id))
    #expect(await test.refusal(of: key.token) == nil)
  }

  @Test("what counts is what the caller's role grants now")
  func now() async throws {
    func create(_ name: String) async throws -> Role {
      try await staff.createRole(CreateRoleRequest(name: name, grants: ["users.read"]))
    }
    await expectNotHeld("users.read") { try await create("a") }
    func update(_ grants: [String]) async throws {
      let role = Role(name: "manager", grants: grants)
      _ = try await test.staff.updateRole(UpdateRoleRequest(role: role))
    }
    try await update(["staff.manage", "users.read"])
    #expect(try await create("a").grants == ["users.read"])
    try await update(["staff.manage"])
    await expectNotHeld("users.read") { try await create("b") }
  }
}

/// What can be done to somebody or something that has grants.
private enum StaffAct: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case rename, demote, promote, delete, makeKey, revokeKey, changeRole, deleteRole

  var testDescription: String { rawValue }
}

@Suite("Nobody acts on whom or what has a grant they lack")
struct RankTests {
  private let test = try! TestService()
  private let grants = ["staff.manage", "users.list", "users.read"]

  /// Has the caller do it to a principal, its key, and a role without principals, all with `grants`.
  private func perform(_ act: StaffAct, grants: [String], as token: String) async throws {
    _ = try await test.staff.createRole(CreateRoleRequest(name: "target", grants: grants))
    _ = try await test.staff.createRole(CreateRoleRequest(name: "unused", grants: grants))
    _ = try await test.staff.createRole(CreateRoleRequest(name: "lower", grants: ["users.list"]))
    let target = try await test.makePrincipal("target", "target")
    let key = try await test.makeKey(of: target).key!
    let count = try await test.allEvents().count
    let staff = test.staff(as: token)
    func update(_ change: Principal) async throws {
      _ = try await staff.updatePrincipal(UpdatePrincipalRequest(principal: change))
    }
    do {
      switch act {
      case .rename: try await update(Principal(id: target.id, name: "renamed"))
      case .demote: try await update(Principal(id: target.id, role: "lower"))
      case .promote: try await update(Principal(id: target.id, role: "unused"))
      case .delete: _ = try await staff.deletePrincipal(DeletePrincipalRequest(id: target.id))
      case .makeKey: _ = try await staff.createKey(CreateKeyRequest(principalID: target.id))
      case .revokeKey: _ = try await staff.revokeKey(RevokeKeyRequest(id: key.id))
      case .changeRole:
        let change = Role(name: "target", grants: ["users.list"])
        _ = try await staff.updateRole(UpdateRoleRequest(role: change))
      case .deleteRole: _ = try await staff.deleteRole(DeleteRoleRequest(name: "unused"))
      }
    } catch {
      #expect(try await test.allEvents().count == count, "a refusal changes nothing")
      throw error
    }
  }

  @Test(
    "of one grant too few, everything is refused, whatever else the caller has",
    arguments: StaffAct.allCases
  )
  fileprivate func lower(_ act: StaffAct) async throws {
    let others = Grant.allCases.map(\.rawValue).filter { $0 != "users.read" }
    let token = try await test.makeManager(grants: others)
    await expectRefusal(.grantNotHeld, ["grant": "users.read"]) {
      try await perform(act, grants: grants, as: token)
    }
  }

  @Test("of the same grants, and of more, everything is done", arguments: StaffAct.allCases, [false, true])
  fileprivate func equal(_ act: StaffAct, hasMore: Bool) async throws {
    let token = try await test.makeManager(grants: hasMore ? grants + ["users.update"] : grants)
    try await perform(act, grants: grants, as: token)
  }

  @Test("all may act on themselves: rename, make and revoke their keys, and go")
  func themselves() async throws {
    let token = try await test.makeManager(grants: ["staff.manage"])
    let staff = test.staff(as: token)
    let me = try await staff.listPrincipals(ListPrincipalsRequest(role: "manager")).principals[0]
    _ = try await staff.updatePrincipal(UpdatePrincipalRequest(principal: Principal(id: me.id, name: "me")))
    let key = try await staff.createKey(CreateKeyRequest(principalID: me.id)).key!
    _ = try await staff.revokeKey(RevokeKeyRequest(id: key.id))
    _ = try await staff.deletePrincipal(DeletePrincipalRequest(id: me.id))
    #expect(await test.refusal(of: token) == "TOKEN_REVOKED")
  }
}

@Suite("Somebody is always in charge")
struct LastOwnerKeyTests {
  private let test = try! TestService()

  private func revoke(_ id: Int64) async throws {
    _ = try await test.staff.revokeKey(RevokeKeyRequest(id: id))
  }

  private func delete(_ id: Int64) async throws {
    _ = try await test.staff.deletePrincipal(DeletePrincipalRequest(id: id))
  }

  private func demote(_ id: Int64) async throws {
    _ = try await test.staff.updatePrincipal(
      UpdatePrincipalRequest(principal: Principal(id: id, role: "administrator"))
    )
  }

  private func expectLast<Reply>(
    _ key: Int64 = Root.keyID,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ call: () async throws -> Reply
  ) async {
    await expectRefusal(.lastOwnerKey, ["key_id": "\(key)"], sourceLocation: sourceLocation, call)
  }

  @Test("the last owner's key without an end can neither be revoked nor go with its principal")
  func last() async throws {
    // None of these opens every door for good.
    _ = try await test.makeKey(of: Principal(id: Root.principalID), expireTime: test.clock.now + 60)
    _ = try await test.makePrincipal("no key", "owner")
    _ = try await test.makeKey(of: try await test.makePrincipal("lesser", "administrator"))
    let other = try await test.makePrincipal("revoked", "owner")
    try await revoke(try await test.makeKey(of: other).key!.id)
    let count = try await test.events().count
    await expectLast { try await revoke(Root.keyID) }
    await expectLast { try await delete(Root.principalID) }
    await expectLast { try await demote(Root.principalID) }
    #expect(try await test.events().count == count)
    #expect(try await test.principal(Root.principalID).role == "owner")
    #expect(await test.refusal(of: test.rootToken) == nil)
    _ = try await test.staff.updatePrincipal(
      UpdatePrincipalRequest(principal: Principal(id: Root.principalID, name: "chief"))
    )
  }

  @Test("a principal takes all its keys with it")
  func severalKeys() async throws {
    let second = try await test.makeKey(of: Principal(id: Root.principalID)).key!.id
    await expectLast(second) { try await delete(Root.principalID) }
    try await revoke(Root.keyID)
    #expect(await test.refusal(of: test.rootToken) == "TOKEN_REVOKED")
  }

  @Test("of all the owners' keys revoked at once, one stays")
  func atOnce() async throws {
    for _ in 0..<9 { _ = try await test.makeKey(of: Principal(id: Root.principalID)) }
    // An owner whose own key ends, so that it is none of those.
    let owner = try await test.makePrincipal("owner", "owner")
    let manager = try await test.makeKey(of: owner, expireTime: test.clock.now + 60).token
    await withTaskGroup(of: Void.self) { group in
      for id in Int64(1)...10 {
        group.addTask { _ = try? await test.staff(as: manager).revokeKey(RevokeKeyRequest(id: id)) }
      }
    }
    let keys = try await test.staff(as: manager).listKeys(ListKeysRequest(principalID: Root.principalID)).keys
    #expect(keys.count == 1)
  }

  @Test("with another owner's key, the first can be revoked, deleted or demoted", arguments: 0..<3)
  func another(_ way: Int) async throws {
    let other = try await test.makePrincipal("other", "owner", .staff)
    let token = try await test.makeKey(of: other).token
    switch way {
    case 0: try await revoke(Root.keyID)
    case 1: try await delete(Root.principalID)
    default: try await demote(Root.principalID)
    }
    #expect(await test.refusal(of: token) == nil)
    await expectLast(2) { try await test.staff(as: token).revokeKey(RevokeKeyRequest(id: 2)) }
    await expectLast(2) {
      try await test.staff(as: token).deletePrincipal(DeletePrincipalRequest(id: other.id))
    }
  }
}
