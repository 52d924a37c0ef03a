import RPC
import Roster
import RosterProto
import Testing

@Suite("Lockout protection")
struct LastOwnerKeyTests {
  private let test = try! TestService()

  private func revoke(_ id: Int64) async throws {
    _ = try await test.staff.revokeKey(RevokeKeyRequest(keyID: id))
  }

  private func delete(_ id: Int64) async throws {
    _ = try await test.staff.deletePrincipal(DeletePrincipalRequest(principalID: id))
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

  @Test("the last owner key that does not expire can neither be revoked nor deleted with its principal")
  func last() async throws {
    // None of these keys prevents a lockout.
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

  @Test("deleting a principal revokes all its keys")
  func severalKeys() async throws {
    let second = try await test.makeKey(of: Principal(id: Root.principalID)).key!.id
    await expectLast(second) { try await delete(Root.principalID) }
    try await revoke(Root.keyID)
    #expect(await test.refusal(of: test.rootToken) == "TOKEN_REVOKED")
  }

  @Test("of all the owners' keys revoked concurrently, one remains")
  func atOnce() async throws {
    for _ in 0..<9 { _ = try await test.makeKey(of: Principal(id: Root.principalID)) }
    let manager = try await test.makeManager(grants: GrantSet.all.list.map(\.rawValue))
    await withTaskGroup(of: Void.self) { group in
      for id in Int64(1)...10 {
        group.addTask { _ = try? await test.staff(as: manager).revokeKey(RevokeKeyRequest(keyID: id)) }
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
    await expectLast(2) { try await test.staff(as: token).revokeKey(RevokeKeyRequest(keyID: 2)) }
    await expectLast(2) {
      try await test.staff(as: token).deletePrincipal(DeletePrincipalRequest(principalID: other.id))
    }
  }
}
