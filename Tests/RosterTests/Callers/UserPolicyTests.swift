import ProtobufC
import RPC
import Roster
import RosterProto
import Testing

/// A user's relation to the account of a call.
private enum Standing: String, CaseIterable, Sendable {
  /// Not a member.
  case stranger
  /// A member with every permission but `profile`.
  case member
  /// A member with only `profile`.
  case profileMember
  case owner
  /// The owner, while `disable_client_user_management` is true.
  case disabledOwner
  case lockedOwner
  /// A member with every permission whose membership has expired.
  case expiredMember
  /// The owner of a closed account.
  case closedOwner
  /// A user who names an account that does not exist.
  case nowhere
}

@Suite("Authorization of users")
struct UserPolicyTests {
  private let test = try! TestService()

  /// Creates a standing.
  private func prepare(_ standing: Standing) async throws -> (place: UserPlace, token: String) {
    let caller = try await test.makeUser("Caller")
    let other = try await test.makeUser("Other")
    let owns = [.owner, .disabledOwner, .lockedOwner, .closedOwner].contains(standing)
    let account = try await test.makeAccount(owner: owns ? caller : test.makeUser("Owner"))
    try await test.associate(other, account)
    let invitation = try await invite("invited@example.com", to: account)
    var tokens: [String] = []
    for _ in 0..<2 {
      let elsewhere = try await test.makeAccount("Elsewhere", owner: other)
      tokens.append(try await invite(caller.email, to: elsewhere).token)
    }
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
    case .lockedOwner: try await test.call(UserServiceMethods.lockUser, LockUserRequest(userID: caller.id))
    case .closedOwner:
      try await test.call(AccountServiceMethods.closeAccount, CloseAccountRequest(accountID: account.id))
    }
    let isNowhere = standing == .nowhere
    let place = UserPlace(
      account: isNowhere ? 99 : account.id,
      user: caller.id,
      other: other.id,
      invitation: isNowhere ? 99 : invitation.id,
      tokens: tokens
    )
    return (place, test.sessions.open(for: caller))
  }

  private func invite(_ email: String, to account: Account) async throws -> (id: Int64, token: String) {
    let request = CreateInvitationRequest(accountID: account.id, email: email)
    let bytes = try await test.call(InvitationServiceMethods.createInvitation, request)
    let response = try CreateInvitationResponse(serializedBytes: bytes)
    return (response.invitation!.id, try test.lastInvitationToken())
  }

  /// Why the user is refused, by error_reason.proto; nil if allowed.
  private func expected(_ audience: Audience, _ standing: Standing, _ place: UserPlace)
    -> (reason: ErrorReason, metadata: [String: String])?
  {
    func denied(_ access: String) -> (ErrorReason, [String: String]) {
      var metadata = ["access": access, "account_id": "\(place.account)"]
      if case .profile = audience { metadata["permission"] = "profile" }
      return (.accessDenied, metadata)
    }
    switch (audience, standing) {
    case (.themselves, _), (.everybody, _): return nil
    case (.invited, .lockedOwner): return (.userLocked, ["user_id": "\(place.user)"])
    case (.invited, _): return nil
    case (_, .lockedOwner): return denied("USER_LOCKED")
    case (_, .closedOwner): return denied("ACCOUNT_CLOSED")
    case (.owner, .owner), (.invitationOwner, .owner): return nil
    case (.owner, .disabledOwner), (.invitationOwner, .disabledOwner):
      return (.clientUserManagementDisabled, ["account_id": "\(place.account)"])
    case (.owner, _): return (.ownerOnly, ["account_id": "\(place.account)"])
    case (.invitationOwner, _):
      return (.invitationNotFound, ["invitation_id": "\(place.invitation)"])
    case (_, .stranger), (_, .nowhere): return denied("NOT_A_MEMBER")
    case (_, .expiredMember): return denied("MEMBERSHIP_EXPIRED")
    case (.profile, .member): return denied("NOT_GRANTED")
    default: return nil
    }
  }

  @Test(
    "each method allows the users that its contract names, and gives the others the reason",
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

  @Test(
    "methods that users may call for themselves are refused for another user",
    arguments: Standing.allCases
  )
  fileprivate func others(_ standing: Standing) async throws {
    let (place, token) = try await prepare(standing)
    for id in [place.other, 99] {
      var place = place
      place.user = id
      for call in UserCall.all {
        switch call.audience {
        case .themselves, .invited: break
        default: continue
        }
        await expectRefusal(.selfOnly, ["user_id": "\(id)"]) {
          try await test.call(call.method, call.request(place), as: token)
        }
      }
    }
  }

  @Test(
    "every other method is for staff, and refuses users before it reads the request",
    arguments: Standing.allCases
  )
  fileprivate func staffOnly(_ standing: Standing) async throws {
    let (_, token) = try await prepare(standing)
    let users = Set(UserCall.all.map(\.method.description) + UserCall.elsewhere.map(\.description))
    for method in test.service.router.methods where !users.contains(method.description) {
      await expectRefusal(.staffOnly, ["method": "\(method)"]) {
        try await test.channel.call(method, payload: [0xff], options: TestService.options(token))
      }
    }
  }

  @Test("users cannot change their own address, but may send it unchanged")
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

  @Test("users find themselves by address, and learn nothing about other addresses")
  func byEmail() async throws {
    let ada = try await test.makeUser("Ada")
    try await test.makeUser("Bob")
    let users = test.users(as: test.sessions.open(for: ada))
    #expect(try await users.getUser(GetUserRequest(selector: .email("ADA@example.com"))) == ada)
    for email in ["bob@example.com", "nobody@example.com"] {
      await expectRefusal(.selfOnly) { try await users.getUser(GetUserRequest(selector: .email(email))) }
    }
  }

  @Test("disabling client user management does not affect staff; owners may again once it is enabled")
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

  @Test("a granted or removed permission, a lock and a closure apply from the next call")
  func changes() async throws {
    let ada = try await test.makeUser("Ada")
    let bob = try await test.makeUser("Bob")
    let acme = try await test.makeAccount(owner: ada)
    try await test.associate(bob, acme)
    var accounts = test.accounts(as: test.sessions.open(for: bob))
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
    try await test.call(UserServiceMethods.lockUser, LockUserRequest(userID: bob.id))
    // A lock ends the user's sessions.
    await expectRefusal(.sessionInvalid) { try await rename("No") }
    accounts = test.accounts(as: test.sessions.open(for: bob))
    await expectDenied("USER_LOCKED")
    try await test.call(UserServiceMethods.unlockUser, UnlockUserRequest(userID: bob.id))
    try await rename("Two")
    _ = try await test.accounts.closeAccount(CloseAccountRequest(accountID: acme.id))
    await expectDenied("ACCOUNT_CLOSED")
    _ = try await test.accounts.reopenAccount(ReopenAccountRequest(accountID: acme.id))
    _ = try await test.accounts.removeUser(RemoveUserRequest(accountID: acme.id, userID: bob.id))
    await expectDenied("NOT_A_MEMBER")
  }

  @Test("a token without a session is not a user's")
  func noSession() async throws {
    await expectRefusal(.tokenMalformed) {
      try await test.users(as: "session-1").listUsers(ListUsersRequest())
    }
  }
}
