import RPC
import Roster
import RosterProto
import Testing

@Suite("Accounts")
struct AccountServiceTests {
  private let test = try! TestService()

  @Test("an account is created active, with its owner as the only member, who has every permission")
  func create() async throws {
    let ada = try await test.makeUser("Ada")
    let account = try await test.makeAccount("Acme & Söhne", owner: ada)
    let now = Timestamp(SettableClock.start)
    #expect(
      account
        == Account(
          id: 1,
          name: "Acme & Söhne",
          state: .active,
          ownerUserID: ada.id,
          createTime: now,
          updateTime: now,
          revision: ada.revision + 1
        )
    )
    #expect(try await test.account(1) == account)
    let users = try await test.accounts.listAccountUsers(ListAccountUsersRequest(accountID: 1)).users
    let owner = Membership(
      accountID: 1,
      userID: ada.id,
      owner: true,
      permissions: Permission.every,
      createTime: now,
      updateTime: now,
      revision: account.revision + 1
    )
    #expect(users == [AccountUser(user: ada, membership: owner)])
  }

  @Test("several accounts may share a name and an owner, each with its own id")
  func sameName() async throws {
    let ada = try await test.makeUser("Ada")
    #expect(try await test.makeAccount("Acme", owner: ada).id == 1)
    #expect(try await test.makeAccount("Acme", owner: ada).id == 2)
  }

  @Test(
    "a name has 1 to 128 code points and is not blank",
    arguments: [
      ("A", true), (name(128), true), (" A ", true), ("", false), ("  \u{3000}", false), (name(129), false),
      ("A\u{0}B", false), ("A\u{2028}B", false),
    ]
  )
  func names(_ name: String, _ isTaken: Bool) async throws {
    let ada = try await test.makeUser("Ada")
    let account = try await test.makeAccount("Acme", owner: ada)
    let change = UpdateAccountRequest(
      account: Account(id: account.id, name: name),
      updateMask: FieldMask(paths: ["name"])
    )
    if isTaken {
      #expect(try await test.makeAccount(name, owner: ada).name == name)
      #expect(try await test.accounts.updateAccount(change).name == name)
    } else {
      await expectRefusal(.invalidField, field: "name") { try await test.makeAccount(name, owner: ada) }
      await expectRefusal(.invalidField, field: "account.name") {
        try await test.accounts.updateAccount(change)
      }
      #expect(try await test.account(account.id) == account)
    }
  }

  @Test("an account needs an owner who exists and is not locked")
  func owner() async throws {
    let locked = try await test.makeUser("Locked")
    _ = try await test.users.lockUser(LockUserRequest(userID: locked.id))
    await expectRefusal(.userLocked, ["user_id": "\(locked.id)"]) {
      try await test.makeAccount(owner: locked)
    }
    await expectRefusal(.invalidField, field: "owner_user_id") { try await test.makeAccount(owner: User()) }
    await expectRefusal(.userNotFound, ["user_id": "7"]) { try await test.makeAccount(owner: User(id: 7)) }
    #expect(try test.integer("SELECT count(*) FROM accounts") == 0)
  }

  @Test("its name can be changed, open or closed, and a revision is counted only if it differs")
  func update() async throws {
    let account = try await test.makeAccount("Acme", owner: try await test.makeUser("Ada"))
    test.clock.advance(seconds: 1)
    func rename(_ name: String, _ paths: [String]? = nil, revision: Int64 = 0) async throws -> Account {
      let mask = paths.map { FieldMask(paths: $0) }
      return try await test.accounts.updateAccount(
        UpdateAccountRequest(
          account: Account(id: account.id, name: name, state: .closed, ownerUserID: 9),
          updateMask: mask,
          expectedRevision: revision
        )
      )
    }
    #expect(try await rename("") == account)
    #expect(try await rename("Acme", ["*"]) == account)
    var expected = account
    expected.name = "Ajax"
    expected.updateTime = Timestamp(test.clock.now)
    // The event before this one is that of the owner's membership.
    expected.revision += 2
    #expect(try await rename("Ajax") == expected)
    #expect(try await test.account(account.id) == expected)
    #expect(try await rename("ajax", ["name"]).name == "ajax")
    await expectRefusal(.invalidField, field: "account.name") { try await rename("", ["name"]) }
    for paths in [[], ["state"], ["owner_user_id"], ["name", "id"], ["account.name"]] {
      await expectRefusal(.invalidField, field: "update_mask") { try await rename("B", paths) }
    }
    _ = try await test.accounts.closeAccount(CloseAccountRequest(accountID: account.id))
    #expect(try await rename("Closed Ajax").name == "Closed Ajax")
    let revision = try await test.account(account.id).revision
    await expectRevisionMismatch(expected: revision - 1, current: revision) {
      try await rename("B", revision: revision - 1)
    }
    await expectRefusal(.invalidField, field: "expected_revision") { try await rename("B", revision: -1) }
    #expect(try await rename("B", revision: revision).revision == revision + 1)
  }

  @Test("it can be closed and reopened, once each")
  func state() async throws {
    let account = try await test.makeAccount("Acme", owner: try await test.makeUser("Ada"))
    func close(_ revision: Int64 = 0) async throws -> Account {
      try await test.accounts.closeAccount(
        CloseAccountRequest(accountID: account.id, expectedRevision: revision)
      )
    }
    func reopen(_ revision: Int64 = 0) async throws -> Account {
      try await test.accounts.reopenAccount(
        ReopenAccountRequest(accountID: account.id, expectedRevision: revision)
      )
    }
    let id = ["account_id": "\(account.id)"]
    await expectRefusal(.accountNotClosed, id) { try await reopen() }
    let revision = account.revision
    await expectRevisionMismatch(expected: 9, current: revision) { try await close(9) }
    await expectRefusal(.invalidField, field: "expected_revision") { try await close(-1) }
    test.clock.advance(seconds: 1)
    var expected = account
    expected.state = .closed
    expected.revision += 2
    expected.updateTime = Timestamp(test.clock.now)
    #expect(try await close(revision) == expected)
    await expectRefusal(.accountClosed, id) { try await close() }
    await expectRevisionMismatch(expected: revision, current: revision + 2) { try await reopen(revision) }
    await expectRefusal(.invalidField, field: "expected_revision") { try await reopen(-1) }
    expected.state = .active
    expected.revision += 1
    #expect(try await reopen(revision + 2) == expected)
    #expect(try await test.account(account.id) == expected)
  }

  @Test(
    "an unknown id and an id below 1 are refused by every method",
    arguments: [
      (0, ErrorReason.invalidField), (-1, .invalidField), (5, .accountNotFound),
    ] as [(Int64, ErrorReason)]
  )
  func ids(_ id: Int64, _ reason: ErrorReason) async throws {
    func refused<Reply>(_ field: String = "account_id", _ call: () async throws -> Reply) async {
      let isUnknown = reason == .accountNotFound
      await expectRefusal(reason, field: isUnknown ? nil : field, isUnknown ? ["account_id": "5"] : [:], call)
    }
    let (accounts, user) = (test.accounts, try await test.makeUser("Ada"))
    await refused { try await accounts.getAccount(GetAccountRequest(accountID: id)) }
    await refused { try await accounts.closeAccount(CloseAccountRequest(accountID: id)) }
    await refused { try await accounts.reopenAccount(ReopenAccountRequest(accountID: id)) }
    await refused("account.id") {
      try await accounts.updateAccount(UpdateAccountRequest(account: Account(id: id, name: "B")))
    }
    await refused("account_id") {
      try await accounts.listAccountUsers(ListAccountUsersRequest(accountID: id))
    }
    await refused("account_id") {
      try await accounts.getMembership(GetMembershipRequest(accountID: id, userID: user.id))
    }
    await refused("account_id") {
      try await accounts.associateUser(AssociateUserRequest(accountID: id, userID: user.id))
    }
    await refused("membership.account_id") {
      try await accounts.updateMembership(
        UpdateMembershipRequest(membership: Membership(accountID: id, userID: user.id))
      )
    }
    await refused("account_id") {
      try await accounts.removeUser(RemoveUserRequest(accountID: id, userID: user.id))
    }
    await refused("account_id") {
      try await accounts.transferOwnership(TransferOwnershipRequest(accountID: id, newOwnerUserID: user.id))
    }
  }

  @Test("a request without the account to change is refused")
  func noAccount() async throws {
    await expectRefusal(.invalidField, field: "account") {
      try await test.accounts.updateAccount(UpdateAccountRequest())
    }
  }
}
