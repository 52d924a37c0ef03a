import RPC
import Roster
import RosterProto
import Testing

/// The statements of the administrators' two pages, one by one: the Users tab of an account, and the list of
/// all users. Those about invitations are in `SeedsInvitationTests`.
@Suite("As the administrators' pages say")
struct SeedsTests {
  @Suite("The users of an account")
  struct UsersTab {
    private let test = try! TestService()

    @Test("One user can own several accounts and use each separately")
    func severalAccounts() async throws {
      let ada = try await test.makeUser("Ada")
      let bob = try await test.makeUser("Bob")
      let acme = try await test.makeAccount("Acme", owner: ada)
      let ajax = try await test.makeAccount("Ajax", owner: ada)
      try await test.associate(bob, acme, [.invoices])
      let accounts = try await test.users.listUserAccounts(ListUserAccountsRequest(userID: ada.id)).accounts
      #expect(accounts.map(\.account) == [try await test.account(acme.id), ajax])
      #expect(accounts.allSatisfy { $0.membership?.owner == true })
      #expect(try await allows(bob, acme, .invoices))
      #expect(try await !allows(bob, ajax, .invoices), "what holds on one account says nothing of the other")
    }

    @Test("Disabling client user management stops an account's owner from managing its users, but not staff")
    func disabled() async throws {
      let ada = try await test.makeUser("Ada")
      let bob = try await test.makeUser("Bob")
      let acme = try await test.makeAccount(owner: ada)
      try await test.associate(bob, acme)
      let owner = test.accounts(as: test.sessions.open(for: ada))
      let removal = RemoveUserRequest(accountID: acme.id, userID: bob.id)
      let change = UpdateMembershipRequest(
        membership: Membership(accountID: acme.id, userID: bob.id, permissions: [.orders])
      )
      #expect(try await owner.updateMembership(change).permissions == [.orders])
      try await test.updateSettings("disable_client_user_management") {
        $0.disableClientUserManagement = true
      }
      let metadata = ["account_id": "\(acme.id)"]
      await expectRefusal(.clientUserManagementDisabled, metadata) {
        try await owner.updateMembership(change)
      }
      await expectRefusal(.clientUserManagementDisabled, metadata) { try await owner.removeUser(removal) }
      _ = try await test.accounts.removeUser(removal)
    }

    @Test("Associating an existing user without an invitation gives the chosen permissions at once")
    func associate() async throws {
      let acme = try await test.makeAccount(owner: test.makeUser("Ada"))
      let bob = try await test.makeUser("Bob")
      let membership = try await test.associate(bob, acme, [.tickets, .invoices])
      #expect(membership.permissions == [.invoices, .tickets])
      for permission in Permission.every {
        #expect(try await allows(bob, acme, permission) == membership.permissions.contains(permission))
      }
    }

    @Test("An associated user is then shown among the account's users")
    func shown() async throws {
      let ada = try await test.makeUser("Ada")
      let bob = try await test.makeUser("Bob")
      let acme = try await test.makeAccount(owner: ada)
      #expect(try await userIDs(of: acme) == [ada.id])
      try await test.associate(bob, acme)
      #expect(try await userIDs(of: acme) == [ada.id, bob.id])
    }

    @Test("A user can be managed within one account, without changing the other accounts")
    func withinOneAccount() async throws {
      let ada = try await test.makeUser("Ada")
      let bob = try await test.makeUser("Bob")
      let acme = try await test.makeAccount("Acme", owner: ada)
      let ajax = try await test.makeAccount("Ajax", owner: ada)
      try await test.associate(bob, acme, [.orders])
      let other = try await test.associate(bob, ajax, [.orders])
      let change = Membership(accountID: acme.id, userID: bob.id, permissions: [.domains])
      _ = try await test.accounts.updateMembership(UpdateMembershipRequest(membership: change))
      #expect(try await test.membership(bob, acme).permissions == [.domains])
      #expect(try await test.membership(bob, ajax) == other)
    }

    @Test("Staff change a user's name and e-mail address")
    func nameAndAddress() async throws {
      let bob = try await test.makeUser("Bob")
      let change = User(id: bob.id, email: "rob@example.com", firstName: "Rob", lastName: "Roy")
      let changed = try await test.users.updateUser(UpdateUserRequest(user: change))
      #expect(changed.email == "rob@example.com")
      #expect([changed.firstName, changed.lastName] == ["Rob", "Roy"])
    }

    @Test("Staff change a member's permissions, with effect at once")
    func permissions() async throws {
      let acme = try await test.makeAccount(owner: test.makeUser("Ada"))
      let bob = try await test.makeUser("Bob")
      try await test.associate(bob, acme, [.orders])
      let change = Membership(accountID: acme.id, userID: bob.id, permissions: [.emails])
      _ = try await test.accounts.updateMembership(UpdateMembershipRequest(membership: change))
      #expect(try await !allows(bob, acme, .orders))
      #expect(try await allows(bob, acme, .emails))
    }

    @Test("Staff disable a user's second factor or security question")
    func credentials() async throws {
      let bob = try await test.makeUser("Bob")
      try test.execute("UPDATE users SET two_factor_enabled = 1, security_question_set = 1")
      _ = try await test.users.disableTwoFactor(DisableTwoFactorRequest(userID: bob.id))
      let changed = try await test.users.disableSecurityQuestion(
        DisableSecurityQuestionRequest(userID: bob.id)
      )
      #expect(!changed.twoFactorEnabled)
      #expect(!changed.securityQuestionSet)
    }

    @Test("Staff transfer the ownership of the account to the user")
    func ownership() async throws {
      let ada = try await test.makeUser("Ada")
      let bob = try await test.makeUser("Bob")
      let acme = try await test.makeAccount(owner: ada)
      try await test.associate(bob, acme)
      let transfer = TransferOwnershipRequest(accountID: acme.id, newOwnerUserID: bob.id)
      #expect(try await test.accounts.transferOwnership(transfer).account?.ownerUserID == bob.id)
      #expect(try await test.membership(bob, acme).permissions == Permission.every)
      #expect(try await !test.membership(ada, acme).owner)
    }

    @Test("Removing a user removes the access to this account, and does not delete the user")
    func remove() async throws {
      let ada = try await test.makeUser("Ada")
      let bob = try await test.makeUser("Bob")
      let acme = try await test.makeAccount("Acme", owner: ada)
      let ajax = try await test.makeAccount("Ajax", owner: ada)
      try await test.associate(bob, acme, [.orders])
      try await test.associate(bob, ajax, [.orders])
      _ = try await test.accounts.removeUser(RemoveUserRequest(accountID: acme.id, userID: bob.id))
      #expect(try await !allows(bob, acme, .orders))
      #expect(try await userIDs(of: acme) == [ada.id])
      #expect(try await test.user(bob.id) == bob)
      #expect(try await allows(bob, ajax, .orders))
    }

    private func allows(_ user: User, _ account: Account, _ permission: Permission) async throws -> Bool {
      try await test.access.checkPermission(
        CheckPermissionRequest(userID: user.id, accountID: account.id, permission: permission)
      ).allowed
    }

    private func userIDs(of account: Account) async throws -> [Int64?] {
      let request = ListAccountUsersRequest(accountID: account.id)
      return try await test.accounts.listAccountUsers(request).users.map(\.user?.id)
    }
  }

  @Suite("The list of all users")
  struct ManageUsers {
    private let test = try! TestService()

    @Test("All users are listed and changed independently of their accounts")
    func apart() async throws {
      let ada = try await test.makeUser("Ada")
      let bob = try await test.makeUser("Bob")
      let acme = try await test.makeAccount(owner: ada)
      #expect(try await test.users.listUsers(ListUsersRequest()).users == [ada, bob])
      _ = try await test.users.updateUser(UpdateUserRequest(user: User(id: ada.id, lastName: "Byron")))
      #expect(try await test.account(acme.id) == acme)
    }

    @Test("The list needs the grant to list users")
    func grant() async throws {
      let metadata = ["grant": "users.list", "method": "roster.v1.UserService/ListUsers"]
      let service = try test.makeToken(role: "service")
      await expectRefusal(.grantMissing, metadata) {
        try await test.users(as: service).listUsers(ListUsersRequest())
      }
      _ = try await test.users(as: test.makeToken(role: "support")).listUsers(ListUsersRequest())
    }

    @Test("A principal that may list and change users may not therefore create them")
    func noNewUsers() async throws {
      let support = test.users(as: try test.makeToken(role: "support"))
      let metadata = ["grant": "users.create", "method": "roster.v1.UserService/CreateUser"]
      await expectRefusal(.grantMissing, metadata) {
        try await support.createUser(CreateUserRequest(email: "a@b"))
      }
    }

    @Test(
      "It shows id, name, address, second factor, security question and the last sign-in"
    )
    func columns() async throws {
      let ada = try await test.makeUser("Ada", "Byron")
      let time = SettableClock.start
      try test.execute("UPDATE users SET two_factor_enabled = 1, security_question_set = 1")
      try test.execute("UPDATE users SET last_login_time = \(time.microseconds)")
      let bob = try await test.makeUser("Bob")
      let users = try await test.users.listUsers(ListUsersRequest()).users
      #expect(users.map(\.id) == [ada.id, bob.id])
      #expect(users.map(\.firstName) == ["Ada", "Bob"])
      #expect(users.map(\.lastName) == ["Byron", ""])
      #expect(users.map(\.email) == ["ada@example.com", "bob@example.com"])
      #expect(users.map(\.twoFactorEnabled) == [true, false])
      #expect(users.map(\.securityQuestionSet) == [true, false])
      #expect(users.map(\.lastLoginTime) == [Timestamp(time), nil])
    }

    @Test("Managing a user shows the accounts the user is associated with")
    func accounts() async throws {
      let bob = try await test.makeUser("Bob")
      let own = try await test.makeAccount("Own", owner: bob)
      let other = try await test.makeAccount("Other", owner: test.makeUser("Ada"))
      try await test.associate(bob, other, [.quotes])
      let accounts = try await test.users.listUserAccounts(ListUserAccountsRequest(userID: bob.id)).accounts
      #expect(accounts.map(\.account?.id) == [own.id, other.id])
      #expect(accounts.map(\.membership?.permissions) == [Permission.every, [.quotes]])
    }

    @Test("Name, address and default language are edited there")
    func edit() async throws {
      let bob = try await test.makeUser("Bob")
      let change = User(id: bob.id, email: "r@b", firstName: "Rob", lastName: "Roy", language: "de")
      let changed = try await test.users.updateUser(UpdateUserRequest(user: change))
      #expect(
        [changed.email, changed.firstName, changed.lastName, changed.language] == ["r@b", "Rob", "Roy", "de"]
      )
    }

    @Test("A second factor can be disabled if there is one, but staff cannot enable one")
    func twoFactor() async throws {
      let bob = try await test.makeUser("Bob")
      await expectRefusal(.twoFactorNotEnabled, ["user_id": "\(bob.id)"]) {
        try await test.users.disableTwoFactor(DisableTwoFactorRequest(userID: bob.id))
      }
      let change = User(id: bob.id, twoFactorEnabled: true)
      await expectRefusal(.invalidField, field: "update_mask") {
        try await test.users.updateUser(
          UpdateUserRequest(user: change, updateMask: FieldMask(paths: ["two_factor_enabled"]))
        )
      }
      #expect(try await !test.users.updateUser(UpdateUserRequest(user: change)).twoFactorEnabled)
      try test.execute("UPDATE users SET two_factor_enabled = 1")
      #expect(
        try await !test.users.disableTwoFactor(DisableTwoFactorRequest(userID: bob.id)).twoFactorEnabled
      )
    }

    @Test("The state of a user's verification is shown, and verification initiated and reset")
    func verification() async throws {
      let bob = try await test.makeUser("Bob")
      func stage() async throws -> Verification {
        try await test.users.getVerification(GetVerificationRequest(userID: bob.id)).stage
      }
      _ = try await test.users.recordOrder(RecordOrderRequest(userID: bob.id))
      #expect(try await stage() == .none)
      _ = try await test.users.initiateVerification(InitiateVerificationRequest(userID: bob.id))
      #expect(try await stage() == .requested)
      _ = try await test.users.resetVerification(ResetVerificationRequest(userID: bob.id))
      #expect(try await stage() == .none)
    }

    @Test("Verification is only for a user who has placed an order")
    func orderFirst() async throws {
      let ada = try await test.makeUser("Ada")
      let bob = try await test.makeUser("Bob")
      _ = try await test.users.recordOrder(RecordOrderRequest(userID: ada.id))
      await expectRefusal(.userHasNoOrder, ["user_id": "\(bob.id)"]) {
        try await test.users.initiateVerification(InitiateVerificationRequest(userID: bob.id))
      }
      _ = try await test.users.initiateVerification(InitiateVerificationRequest(userID: ada.id))
    }

    @Test("A security question can be disabled if one is set")
    func securityQuestion() async throws {
      let bob = try await test.makeUser("Bob")
      await expectRefusal(.securityQuestionNotSet, ["user_id": "\(bob.id)"]) {
        try await test.users.disableSecurityQuestion(DisableSecurityQuestionRequest(userID: bob.id))
      }
      try test.execute("UPDATE users SET security_question_set = 1")
      let changed = try await test.users.disableSecurityQuestion(
        DisableSecurityQuestionRequest(userID: bob.id)
      )
      #expect(!changed.securityQuestionSet)
    }
  }
}
