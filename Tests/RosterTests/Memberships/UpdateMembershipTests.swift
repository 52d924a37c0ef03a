import RPC
import Roster
import RosterProto
import Testing

@Suite("Updating memberships")
struct UpdateMembershipTests {
  private let test: TestService
  private let owner: User
  private let member: User
  private let account: Account
  private let before: Membership

  init() async throws {
    test = try TestService()
    owner = try await test.makeUser("Owner")
    member = try await test.makeUser("Member")
    account = try await test.makeAccount(owner: owner)
    before = try await test.associate(
      member,
      account,
      [.profile, .tickets],
      expireTime: test.clock.now + 100
    )
    test.clock.advance(seconds: 10)
  }

  private func update(
    _ permissions: [Permission] = [],
    expireTime: Time? = nil,
    mask: [String]? = nil,
    revision: Int64 = 0,
    validateOnly: Bool = false
  ) async throws -> Membership {
    try await test.accounts.updateMembership(
      UpdateMembershipRequest(
        membership: Membership(
          accountID: account.id,
          userID: member.id,
          permissions: permissions,
          expireTime: expireTime.map { Timestamp($0) }
        ),
        updateMask: mask.map { FieldMask(paths: $0) },
        expectedRevision: revision,
        validateOnly: validateOnly
      )
    )
  }

  /// The initial membership, changed.
  private func changed(_ permissions: [Permission], _ expireTime: Time?) -> Membership {
    var membership = before
    membership.permissions = permissions
    membership.expireTime = expireTime.map { Timestamp($0) }
    membership.updateTime = Timestamp(test.clock.now)
    membership.revision += 1
    return membership
  }

  private var end: Time { SettableClock.start + 100 }

  @Test("replaces all permissions, each once and in order")
  func permissions() async throws {
    let after = try await update([.orders, .contacts, .orders], mask: ["permissions"])
    #expect(after == changed([.contacts, .orders], end))
    #expect(try await test.membership(member, account) == after)
    #expect(
      try await test.account(account.id).revision == before.revision,
      "members' permissions are no part of the account"
    )
  }

  @Test("writes the fields in the mask: empty permissions grant nothing, an absent expiry removes it")
  func masks() async throws {
    let later = test.clock.now + 500
    #expect(
      try await update(expireTime: later, mask: ["permissions"], validateOnly: true) == changed([], end)
    )
    #expect(
      try await update([.orders], mask: ["expire_time"], validateOnly: true)
        == changed(before.permissions, nil)
    )
    #expect(try await update(mask: ["*"], validateOnly: true) == changed([], nil))
    #expect(
      try await update([.orders], expireTime: later, mask: ["*"], validateOnly: true)
        == changed([.orders], later)
    )
    #expect(try await update([.orders], validateOnly: true) == changed([.orders], end))
    #expect(try await update(expireTime: later, validateOnly: true) == changed(before.permissions, later))
    for paths in [[], ["owner"], ["permissions", "revision"], ["user_id"], ["membership.permissions"]] {
      await expectRefusal(.invalidField, field: "update_mask") { try await update(mask: paths) }
    }
  }

  @Test("changes nothing in a preview, and gives the same reply as the change")
  func validateOnly() async throws {
    let preview = try await update([.orders], validateOnly: true)
    #expect(try await test.membership(member, account) == before)
    #expect(try await update([.orders]) == preview)
    #expect(try await test.membership(member, account) == preview)
  }

  @Test("keeps the revision and the time when nothing changes")
  func noChange() async throws {
    #expect(try await update() == before)
    #expect(try await update([.tickets, .profile, .tickets], expireTime: end, mask: ["*"]) == before)
    #expect(try await test.membership(member, account) == before)
  }

  @Test("can extend an expired membership, and set or remove its expiry")
  func extend() async throws {
    test.clock.advance(seconds: 1_000)
    let later = test.clock.now + 1
    #expect(try await update(expireTime: later).expireTime == Timestamp(later))
    test.clock.advance(seconds: 2)
    #expect(try await update(mask: ["expire_time"]).expireTime == nil)
  }

  @Test("validates only the fields to be written")
  func unwritten() async throws {
    // A client that reads an expired membership and writes it back with other permissions.
    test.clock.advance(seconds: 1_000)
    #expect(try await update([.orders], expireTime: end, mask: ["permissions"]) == changed([.orders], end))
    let none = Permission(rawValue: 99)
    #expect(try await update([none], mask: ["expire_time"]).expireTime == nil)
  }

  @Test("refuses an invalid permission and an expiry in the past, naming the field")
  func badValues() async throws {
    await expectRefusal(.invalidField, field: "membership.permissions[1]") {
      try await update([.orders, Permission(rawValue: 14)])
    }
    for time in [test.clock.now, test.clock.now + -1, Time(microseconds: .min / 2)] {
      await expectRefusal(.invalidField, field: "membership.expire_time") {
        try await update(expireTime: time)
      }
    }
    #expect(try await test.membership(member, account) == before)
  }

  @Test("refuses to change the owner's, even in a preview", arguments: [false, true])
  func owner(_ validateOnly: Bool) async throws {
    await expectRefusal(.ownerNotEditable) {
      try await test.accounts.updateMembership(
        UpdateMembershipRequest(
          membership: Membership(accountID: account.id, userID: owner.id, permissions: [.orders]),
          validateOnly: validateOnly
        )
      )
    }
    #expect(try await test.membership(owner, account).permissions == Permission.every)
  }

  @Test("checks the membership's revision, even in a preview")
  func revision() async throws {
    let former = before.revision
    #expect(try await update([.orders], revision: former).revision == former + 1)
    await expectRevisionMismatch(expected: former, current: former + 1) {
      try await update([.quotes], revision: former)
    }
    await expectRevisionMismatch(expected: 9, current: former + 1) {
      try await update([.quotes], revision: 9, validateOnly: true)
    }
    await expectRefusal(.invalidField, field: "expected_revision") {
      try await update([.quotes], revision: -1)
    }
  }

  @Test("finds the membership or names what is missing")
  func ids() async throws {
    func refused(_ reason: ErrorReason, field: String? = nil, _ metadata: [String: String] = [:], user: Int64)
      async
    {
      await expectRefusal(reason, field: field, metadata) {
        try await test.accounts.updateMembership(
          UpdateMembershipRequest(membership: Membership(accountID: account.id, userID: user))
        )
      }
      // A removal finds it in the same way.
      await expectRefusal(reason, field: field.map { String($0.dropFirst("membership.".count)) }, metadata) {
        try await test.accounts.removeUser(RemoveUserRequest(accountID: account.id, userID: user))
      }
    }
    let stranger = try await test.makeUser("Stranger")
    await refused(.invalidField, field: "membership.user_id", user: 0)
    await refused(.userNotFound, ["user_id": "99"], user: 99)
    await refused(
      .membershipNotFound,
      ["account_id": "\(account.id)", "user_id": "\(stranger.id)"],
      user: stranger.id
    )
    await expectRefusal(.invalidField, field: "membership") {
      try await test.accounts.updateMembership(UpdateMembershipRequest())
    }
  }
}
