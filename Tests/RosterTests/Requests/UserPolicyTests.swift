import ProtobufC
import RPC
import Roster
import RosterProto
import Testing

/// What a user is to the account a call is about.
private enum Standing: String, CaseIterable, Sendable {
  /// No member.
  case stranger
  /// A member with every permission but `profile`.
  case member
  /// A member with `profile` alone.
  case profileMember
  case owner
  /// The owner, while `disable_client_user_management` is true.
  case disabledOwner
  case lockedOwner
  /// A member with every permission whose membership has run out.
  case expiredMember
  /// The owner of a closed account.
  case closedOwner
  /// Somebody who asks about an account that does not exist.
  case nowhere
}

/// Which users a method lets in, as its comment in the contract says.
private enum Audience: Sendable {
  /// Themselves.
  case themselves
  case members
  case profile
  /// The owner, by client user management.
  case owner
}

/// Ids for a call's request.
private struct Place: Sendable {
  var account: Int64
  /// The caller.
  var user: Int64
  /// Somebody else: a member of the account.
  var other: Int64
}

private struct UserCall: Sendable {
  let method: MethodDescriptor
  let audience: Audience
  /// About the caller, where the method is about a user.
  let request: @Sendable (Place) -> any Message

  init(
    _ method: MethodDescriptor,
    _ audience: Audience,
    _ request: @escaping @Sendable (Place) -> any Message
  ) {
    self.method = method
    self.audience = audience
    self.request = request
  }

  /// Every method with a place for users; all others are for staff. `other` stands for somebody else.
  static let all = [
    UserCall(UserServiceMethods.getUser, .themselves) { GetUserRequest(selector: .id($0.user)) },
    UserCall(UserServiceMethods.updateUser, .themselves) {
      UpdateUserRequest(user: User(id: $0.user, firstName: "New"))
    },
    UserCall(UserServiceMethods.listUserAccounts, .themselves) { ListUserAccountsRequest(userID: $0.user) },
    UserCall(AccessServiceMethods.listPermissions, .themselves) {
      ListPermissionsRequest(userID: $0.user, accountID: $0.account)
    },
    UserCall(AccountServiceMethods.getAccount, .members) { GetAccountRequest(id: $0.account) },
    UserCall(AccountServiceMethods.updateAccount, .profile) {
      UpdateAccountRequest(account: Account(id: $0.account, name: "New"))
    },
    UserCall(AccountServiceMethods.listAccountUsers, .owner) {
      ListAccountUsersRequest(accountID: $0.account)
    },
    UserCall(AccountServiceMethods.getMembership, .members) {
      GetMembershipRequest(accountID: $0.account, userID: $0.user)
    },
    UserCall(AccountServiceMethods.getMembership, .owner) {
      GetMembershipRequest(accountID: $0.account, userID: $0.other)
    },
    UserCall(AccountServiceMethods.updateMembership, .owner) {
      let change = Membership(accountID: $0.account, userID: $0.other, permissions: [.orders])
      return UpdateMembershipRequest(membership: change)
    },
    UserCall(AccountServiceMethods.removeUser, .owner) {
      RemoveUserRequest(accountID: $0.account, userID: $0.other)
    },
    UserCall(InvitationServiceMethods.createInvitation, .owner) {
      CreateInvitationRequest(accountID: $0.account, email: "new@example.com")
    },
    UserCall(InvitationServiceMethods.listInvitations, .owner) {
      ListInvitationsRequest(filter: InvitationFilter(accountID: $0.account))
    },
  ]

  /// Open to every caller, or decided by the invitation that is asked for: the tests of invitations have
  /// those.
  static let open: Set = [
    "roster.v1.SystemService/GetServerInfo", "roster.v1.SystemService/GetCaller",
    "grpc.health.v1.Health/Check",
    "roster.v1.InvitationService/GetInvitation", "roster.v1.InvitationService/ResendInvitation",
    "roster.v1.InvitationService/CancelInvitation", "roster.v1.InvitationService/LookUpInvitation",
    "roster.v1.InvitationService/AcceptInvitation", "roster.v1.InvitationService/DeclineInvitation",
  ]
}

@Suite("What users may do")
struct UserPolicyTests {
  private let test = try! TestService()

  /// Brings about a standing.
  private func prepare(_ standing: Standing) async throws -> (place: Place, token: String) {
    let caller = try await test.makeUser("Caller")
    let other = try await test.makeUser("Other")
    let owns = [.owner, .disabledOwner, .lockedOwner, .closedOwner].contains(standing)
    let account = try await test.makeAccount(owner: owns ? caller : test.makeUser("Owner"))
    try await test.associate(other, account)
    switch standing {
    case .stranger, .owner, .nowhere: break
    case .member: try await test.associate(caller, account, Permission.every.filter { $0 != .profile })
    case .profileMember: try await test.associate(caller, account, [.profile])
    case .expiredMember:
      try await test.associate(caller, account, Permission.every, expireTime: test.clock.now + 1)
      test.clock.advance(seconds: 1)
    case .disabledOwner:
      try await test.updateSettings("disable_client_user_management") {
        $0.disableClientUserManagement = true
      }
    case .lockedOwner: try await test.call(UserServiceMethods.lockUser, LockUserRequest(id: caller.id))
    case .closedOwner:
      try await test.call(AccountServiceMethods.closeAccount, CloseAccountRequest(id: account.id))
    }
    let id = standing == .nowhere ? 99 : account.id
    return (Place(account: id, user: caller.id, other: other.id), test.sessions.open(for: caller))
  }

  /// Why the user is refused, by error_reason.proto; nil for one who may.
  private func expected(_ audience: Audience, _ standing: Standing, _ place: Place)
    -> (reason: Reason, metadata: [String: String])?
  {
    func denied(_ access: String) -> (Reason, [String: String]) {
      var metadata = ["access": access, "account_id": "\(place.account)"]
      if case .profile = audience { metadata["permission"] = "profile" }
      return (.accessDenied, metadata)
    }
    switch (audience, standing) {
    case (.themselves, _): return nil
    case (_, .lockedOwner): return denied("USER_LOCKED")
    case (_, .closedOwner): return denied("ACCOUNT_CLOSED")
    case (.owner, .owner): return nil
    case (.owner, .disabledOwner):
      return (.clientUserManagementDisabled, ["account_id": "\(place.account)"])
    case (.owner, _): return (.ownerOnly, ["account_id": "\(place.account)"])
    case (_, .stranger), (_, .nowhere): return denied("NOT_A_MEMBER")
    case (_, .expiredMember): return denied("MEMBERSHIP_EXPIRED")
    case (.profile, .member): return denied("NOT_GRANTED")
    default: return nil
    }
  }

  @Test(
    "each method lets in whom its contract names, and tells the others why not",
    arguments: Standing.allCases
  )
  fileprivate func table(_ standing: Standing) async throws {
    let (place, token) = try await prepare(standing)
    for call in UserCall.all {
      let request = call.request(place)
      guard let (reason, metadata) = expected(call.audience, standing, place) else {
        try await test.call(call.method, request, as: token)
        continue
      }
      let count = try await test.allEvents().count
      await expectRefusal(reason, metadata) { try await test.call(call.method, request, as: token) }
      #expect(try await test.allEvents().count == count, "\(call.method)")
    }
  }

  @Test("what is for themselves users may not do for anybody else", arguments: Standing.allCases)
  fileprivate func others(_ standing: Standing) async throws {
    let (place, token) = try await prepare(standing)
    for id in [place.other, 99] {
      var place = place
      place.user = id
      for call in UserCall.all {
        guard case .themselves = call.audience else { continue }
        await expectRefusal(.selfOnly, ["user_id": "\(id)"]) {
          try await test.call(call.method, call.request(place), as: token)
        }
      }
    }
  }

  @Test(
    "every other method is for staff, and says so before it looks at the request",
    arguments: Standing.allCases
  )
  fileprivate func staffOnly(_ standing: Standing) async throws {
    let (_, token) = try await prepare(standing)
    let users = Set(UserCall.all.map(\.method.description)).union(UserCall.open)
    for method in test.service.router.methods where !users.contains(method.description) {
      await expectRefusal(.staffOnly, ["method": "\(method)"]) {
        try await test.channel.call(method, payload: [0xff], options: TestService.options(token))
      }
    }
  }

  @Test("users do not change their own address, though they may name it as it is")
  func ownEmail() async throws {
    let ada = try await test.makeUser("Ada")
    let token = test.sessions.open(for: ada)
    let users = test.users(as: token)
    for email in ["eve@example.com", "ADA@example.com"] {
      await expectRefusal(.emailNotWritable) {
        try await users.updateUser(UpdateUserRequest(user: User(id: ada.id, email: email)))
      }
    }
    let change = User(id: ada.id, email: ada.email, firstName: "Augusta")
    #expect(try await users.updateUser(UpdateUserRequest(user: change)).firstName == "Augusta")
  }

  @Test("users find themselves by address, and learn nothing of whom else there is")
  func byEmail() async throws {
    let ada = try await test.makeUser("Ada")
    try await test.makeUser("Bob")
    let users = test.users(as: test.sessions.open(for: ada))
    #expect(try await users.getUser(GetUserRequest(selector: .email("ADA@example.com"))) == ada)
    for email in ["bob@example.com", "nobody@example.com"] {
      await expectRefusal(.selfOnly) { try await users.getUser(GetUserRequest(selector: .email(email))) }
    }
  }

  @Test("while client user management is disabled staff go on, and owners may again once it is not")
  func staffGoOn() async throws {
    let (place, token) = try await prepare(.disabledOwner)
    let request = ListAccountUsersRequest(accountID: place.account)
    #expect(try await test.accounts.listAccountUsers(request).users.count == 2)
    let change = Membership(accountID: place.account, userID: place.other, permissions: [.orders])
    _ = try await test.accounts.updateMembership(UpdateMembershipRequest(membership: change))
    try await test.updateSettings("disable_client_user_management") {
      $0.disableClientUserManagement = false
    }
    #expect(try await test.accounts(as: token).listAccountUsers(request).users.count == 2)
  }

  @Test("a permission given or taken, a lock and a closure count from the next call on")
  func changes() async throws {
    let ada = try await test.makeUser("Ada")
    let bob = try await test.makeUser("Bob")
    let acme = try await test.makeAccount(owner: ada)
    try await test.associate(bob, acme)
    let accounts = test.accounts(as: test.sessions.open(for: bob))
    let metadata = ["account_id": "\(acme.id)", "permission": "profile"]
    func rename(_ name: String) async throws {
      _ = try await accounts.updateAccount(UpdateAccountRequest(account: Account(id: acme.id, name: name)))
    }
    func expectDenied(_ access: String) async {
      await expectRefusal(.accessDenied, metadata.merging(["access": access]) { $1 }) {
        try await rename("No")
      }
    }
    await expectDenied("NOT_GRANTED")
    let change = Membership(accountID: acme.id, userID: bob.id, permissions: [.profile])
    _ = try await test.accounts.updateMembership(UpdateMembershipRequest(membership: change))
    try await rename("One")
    try await test.call(UserServiceMethods.lockUser, LockUserRequest(id: bob.id))
    await expectDenied("USER_LOCKED")
    try await test.call(UserServiceMethods.unlockUser, UnlockUserRequest(id: bob.id))
    try await rename("Two")
    _ = try await test.accounts.closeAccount(CloseAccountRequest(id: acme.id))
    await expectDenied("ACCOUNT_CLOSED")
    _ = try await test.accounts.reopenAccount(ReopenAccountRequest(id: acme.id))
    _ = try await test.accounts.removeUser(RemoveUserRequest(accountID: acme.id, userID: bob.id))
    await expectDenied("NOT_A_MEMBER")
  }

  @Test("a token that names no session is no user")
  func noSession() async throws {
    await expectRefusal(.tokenMalformed) {
      try await test.users(as: "session-1").listUsers(ListUsersRequest())
    }
  }
}
