import RPC
import Roster
import RosterProto
import SQL
import Testing

/// The authorization of every method, in one table. A method or a role that is missing here fails the tests.
private enum Admission {
  case anyone
  case authenticated
  case grant(String)
  /// Users only.
  case users

  static let methods: [String: Admission] = [
    "roster.v1.UserService/GetUser": .grant("users.read"),
    "roster.v1.UserService/BatchGetUsers": .grant("users.read"),
    "roster.v1.UserService/ListUsers": .grant("users.list"),
    "roster.v1.UserService/CreateUser": .grant("users.create"),
    "roster.v1.UserService/UpdateUser": .grant("users.update"),
    "roster.v1.UserService/DeleteUser": .grant("users.delete"),
    "roster.v1.UserService/ListUserAccounts": .grant("users.read"),
    "roster.v1.UserService/LockUser": .grant("users.update"),
    "roster.v1.UserService/UnlockUser": .grant("users.update"),
    "roster.v1.UserService/DisableTwoFactor": .grant("credentials.disable"),
    "roster.v1.UserService/DisableSecurityQuestion": .grant("credentials.disable"),
    "roster.v1.UserService/GetVerification": .grant("users.read"),
    "roster.v1.UserService/InitiateVerification": .grant("verification.manage"),
    "roster.v1.UserService/RecordVerification": .grant("verification.manage"),
    "roster.v1.UserService/ResetVerification": .grant("verification.manage"),
    "roster.v1.UserService/RecordOrder": .grant("users.update"),
    "roster.v1.UserService/SendPasswordReset": .grant("credentials.reset"),
    "roster.v1.AccountService/CreateAccount": .grant("accounts.manage"),
    "roster.v1.AccountService/GetAccount": .grant("accounts.read"),
    "roster.v1.AccountService/ListAccounts": .grant("accounts.read"),
    "roster.v1.AccountService/UpdateAccount": .grant("accounts.manage"),
    "roster.v1.AccountService/CloseAccount": .grant("accounts.manage"),
    "roster.v1.AccountService/ReopenAccount": .grant("accounts.manage"),
    "roster.v1.AccountService/ListAccountUsers": .grant("accounts.read"),
    "roster.v1.AccountService/ListAccountInvitations": .grant("accounts.read"),
    "roster.v1.AccountService/GetMembership": .grant("accounts.read"),
    "roster.v1.AccountService/AssociateUser": .grant("memberships.manage"),
    "roster.v1.AccountService/UpdateMembership": .grant("memberships.manage"),
    "roster.v1.AccountService/RemoveUser": .grant("memberships.manage"),
    "roster.v1.AccountService/TransferOwnership": .grant("ownership.transfer"),
    "roster.v1.AccountService/OfferOwnership": .users,
    "roster.v1.AccountService/GetOwnershipOffer": .grant("accounts.read"),
    "roster.v1.AccountService/AcceptOwnershipOffer": .users,
    "roster.v1.AccountService/CancelOwnershipOffer": .grant("ownership.transfer"),
    "roster.v1.SessionService/SignIn": .grant("sessions.broker"),
    "roster.v1.SessionService/CompleteSecondFactor": .grant("sessions.broker"),
    "roster.v1.SessionService/BeginPasskeySignIn": .grant("sessions.broker"),
    "roster.v1.SessionService/SignInWithPasskey": .grant("sessions.broker"),
    "roster.v1.SessionService/ValidateSession": .grant("sessions.broker"),
    "roster.v1.SessionService/SwitchAccount": .grant("sessions.broker"),
    "roster.v1.SessionService/SignOut": .grant("sessions.broker"),
    "roster.v1.SessionService/ListSessions": .grant("users.read"),
    "roster.v1.SessionService/RevokeSession": .grant("users.update"),
    "roster.v1.SessionService/RevokeAllSessions": .grant("users.update"),
    "roster.v1.SessionService/ImpersonateUser": .grant("sessions.impersonate"),
    "roster.v1.CredentialService/ChangePassword": .users,
    "roster.v1.CredentialService/GetSecurityQuestion": .grant("sessions.broker"),
    "roster.v1.CredentialService/RequestPasswordReset": .grant("sessions.broker"),
    "roster.v1.CredentialService/CompletePasswordReset": .grant("sessions.broker"),
    "roster.v1.CredentialService/Reauthenticate": .users,
    "roster.v1.CredentialService/ChangeEmail": .users,
    "roster.v1.CredentialService/VerifyEmail": .grant("sessions.broker"),
    "roster.v1.CredentialService/EnrolTwoFactor": .users,
    "roster.v1.CredentialService/ConfirmTwoFactor": .users,
    "roster.v1.CredentialService/DisableOwnTwoFactor": .users,
    "roster.v1.CredentialService/RegenerateRecoveryCodes": .users,
    "roster.v1.CredentialService/SetSecurityQuestion": .users,
    "roster.v1.PasskeyService/BeginPasskeyRegistration": .users,
    "roster.v1.PasskeyService/RegisterPasskey": .users,
    "roster.v1.PasskeyService/ListPasskeys": .grant("users.read"),
    "roster.v1.PasskeyService/RemovePasskey": .grant("credentials.disable"),
    "roster.v1.AccessService/CheckPermission": .grant("access.check"),
    "roster.v1.AccessService/BatchCheckPermissions": .grant("access.check"),
    "roster.v1.AccessService/ListPermissions": .grant("access.check"),
    "roster.v1.SettingsService/GetSettings": .grant("settings.manage"),
    "roster.v1.SettingsService/UpdateSettings": .grant("settings.manage"),
    "roster.v1.SettingsService/DescribeSettings": .grant("settings.manage"),
    "roster.v1.EventService/ListEvents": .grant("events.read"),
    "roster.v1.EventService/VerifyEvents": .grant("events.read"),
    "roster.v1.StaffService/CreatePrincipal": .grant("staff.manage"),
    "roster.v1.StaffService/GetPrincipal": .grant("staff.manage"),
    "roster.v1.StaffService/ListPrincipals": .grant("staff.manage"),
    "roster.v1.StaffService/UpdatePrincipal": .grant("staff.manage"),
    "roster.v1.StaffService/DeletePrincipal": .grant("staff.manage"),
    "roster.v1.StaffService/CreateRole": .grant("staff.manage"),
    "roster.v1.StaffService/ListRoles": .grant("staff.manage"),
    "roster.v1.StaffService/UpdateRole": .grant("staff.manage"),
    "roster.v1.StaffService/DeleteRole": .grant("staff.manage"),
    "roster.v1.StaffService/CreateKey": .grant("staff.manage"),
    "roster.v1.StaffService/ListKeys": .grant("staff.manage"),
    "roster.v1.StaffService/RevokeKey": .grant("staff.manage"),
    "roster.v1.InvitationService/CreateInvitation": .grant("invitations.manage"),
    "roster.v1.InvitationService/GetInvitation": .grant("invitations.manage"),
    "roster.v1.InvitationService/ListInvitations": .grant("invitations.manage"),
    "roster.v1.InvitationService/ResendInvitation": .grant("invitations.manage"),
    "roster.v1.InvitationService/CancelInvitation": .grant("invitations.manage"),
    "roster.v1.InvitationService/LookUpInvitation": .grant("sessions.broker"),
    "roster.v1.InvitationService/AcceptInvitation": .grant("sessions.broker"),
    "roster.v1.InvitationService/DeclineInvitation": .grant("sessions.broker"),
    "roster.v1.MailService/ListMail": .grant("mail.manage"),
    "roster.v1.MailService/GetMail": .grant("mail.manage"),
    "roster.v1.MailService/RetryMail": .grant("mail.manage"),
    "roster.v1.SystemService/GetServerInfo": .authenticated,
    "roster.v1.SystemService/GetCaller": .authenticated,
    "grpc.health.v1.Health/Check": .anyone,
  ]

  private static let all: Set = [
    "users.read", "users.list", "users.create", "users.update", "users.delete", "accounts.read",
    "accounts.manage", "memberships.manage", "ownership.transfer", "access.check", "credentials.disable",
    "verification.manage", "events.read", "settings.manage",
    "invitations.manage", "sessions.broker", "sessions.impersonate", "mail.manage", "credentials.reset",
  ]

  /// The grants above that each role has.
  static let roles: [String: Set<String>] = [
    "owner": all.union(["staff.manage"]),
    "administrator": all,
    "support": [
      "users.read", "users.list", "users.update", "accounts.read", "memberships.manage", "access.check",
      "credentials.disable", "credentials.reset", "verification.manage", "events.read",
      "invitations.manage",
    ],
    "portal": ["users.create", "accounts.manage", "access.check", "sessions.broker"],
    "service": ["users.read", "access.check"],
  ]
}

@Suite("Authorization")
struct CallersTests {
  private let test = try! TestService()

  /// Why a caller is refused before the method runs; nil for an authorized one, whatever the call's outcome.
  private func refusal(_ method: MethodDescriptor, _ metadata: [(key: String, value: String)]) async
    -> RPCError?
  {
    // Not a valid message of any method: authorization comes before decoding.
    let options = CallOptions(timeout: nil, metadata: metadata)
    do {
      _ = try await test.channel.call(method, payload: [0xff], options: options)
      return nil
    } catch {
      return [.unauthenticated, .permissionDenied].contains(error.code) ? error : nil
    }
  }

  private func refusal(_ method: MethodDescriptor, token: String) async -> RPCError? {
    await refusal(method, [("authorization", "Bearer \(token)")])
  }

  @Test("every method served is in the table, and every role")
  func complete() {
    #expect(Set(test.service.router.methods.map(\.description)) == Set(Admission.methods.keys))
    #expect(Set(BuiltInRole.all.map(\.name)) == Set(Admission.roles.keys))
  }

  @Test("a caller without a valid token may call only open methods, and learns what is wrong with the token")
  func tokens() async throws {
    let expired = try test.makeToken(role: "owner", expireTime: test.clock.now + 1)
    let revoked = try test.makeToken(role: "owner")
    test.clock.advance(seconds: 1)
    try test.revoke(revoked)
    let callers: [(ErrorReason, [(key: String, value: String)])] =
      [
        (.tokenMissing, []),
        (.tokenMissing, [("authorisation", "Bearer \(test.rootToken)"), ("Authorization", "Bearer x")]),
        (.tokenInvalid, [("authorization", "Bearer \(OpaqueToken.generate(.apiKey).text)")]),
        (.tokenRevoked, [("authorization", "Bearer \(revoked)")]),
        (.tokenExpired, [("authorization", "Bearer \(expired)")]),
        // The first of several reasons counts.
        (.tokenMalformed, [("authorization", "no"), ("authorization", "Bearer \(test.rootToken)")]),
      ]
      + [
        "", "Bearer", "Bearer ", test.rootToken, "Basic \(test.rootToken)", "Bearer  \(test.rootToken)",
        "Bearer \(test.rootToken) ", "Bearer \(test.rootToken.dropLast())", "Bearer \(test.rootToken)x",
        "Bearer rk_\(String(repeating: "é", count: 43))", "Bearer sk_\(test.rootToken.dropFirst(3))",
        "Bearer\0\(test.rootToken)", "Bearer\t\(test.rootToken)", "BearerX\(test.rootToken)",
      ].map { (.tokenMalformed, [("authorization", $0)]) }
    for method in test.service.router.methods {
      for (reason, metadata) in callers {
        let error = await refusal(method, metadata)
        if case .anyone = Admission.methods[method.description] {
          #expect(error == nil, "\(method) \(metadata)")
        } else {
          #expect(error?.reason == reason, "\(method) \(metadata)")
          #expect(error?.code == .unauthenticated)
          #expect(error?.metadata == [:])
        }
      }
    }
  }

  @Test(
    "a principal may call the methods that its role grants, and learns which grant is missing",
    arguments: BuiltInRole.all
  )
  func roles(_ role: BuiltInRole) async throws {
    let token = try test.makeToken(role: role.name)
    let grants = try #require(Admission.roles[role.name])
    for method in test.service.router.methods {
      let error = await refusal(method, token: token)
      if case .users = Admission.methods[method.description] {
        #expect(error?.reason == .usersOnly, "\(method)")
        continue
      }
      guard case .grant(let grant) = Admission.methods[method.description], !grants.contains(grant) else {
        #expect(error == nil, "\(method)")
        continue
      }
      #expect(error?.reason == .grantMissing, "\(method)")
      #expect(error?.code == .permissionDenied)
      #expect(error?.metadata == ["grant": grant, "method": method.description])
    }
  }

  @Test("a role has the grants in the database; names that this build does not know grant nothing")
  func customRole() async throws {
    try test.execute(
      """
      INSERT INTO roles (name, grants, create_time, update_time)
      VALUES ('odd', 'users.list nope users.* ', 0, 0), ('none', '', 0, 0)
      """
    )
    let odd = try test.makeToken(role: "odd")
    let none = try test.makeToken(role: "none")
    for method in test.service.router.methods {
      guard case .grant(let grant) = Admission.methods[method.description] else { continue }
      #expect(await refusal(method, token: none)?.reason == .grantMissing)
      #expect(await refusal(method, token: odd)?.reason == (grant == "users.list" ? nil : .grantMissing))
    }
    #expect(await refusal(SystemServiceMethods.getServerInfo, token: none) == nil)
  }

  @Test("the scheme is case-insensitive", arguments: ["Bearer", "bearer", "BEARER", "bEaReR"])
  func scheme(_ scheme: String) async {
    let metadata = [(key: "authorization", value: "\(scheme) \(test.rootToken)")]
    #expect(await refusal(UserServiceMethods.listUsers, metadata) == nil)
  }

  @Test("a revocation, an expiry and a change of role apply from the next call on the same connection")
  func changes() async throws {
    let token = try test.makeToken(role: "administrator", expireTime: test.clock.now + 60)
    let users = test.users(as: token)
    func reason() async -> String? { await refusal(UserServiceMethods.listUsers, token: token)?.info?.reason }
    _ = try await users.listUsers(ListUsersRequest())
    try test.changeRows {
      try $0.execute(script: "UPDATE principals SET role = 'service' WHERE name <> 'root'")
    }
    #expect(await reason() == "GRANT_MISSING")
    try test.changeRows {
      try $0.execute(script: "UPDATE roles SET grants = 'users.list' WHERE name = 'service'")
    }
    #expect(await reason() == nil)
    test.clock.advance(seconds: 60)
    #expect(await reason() == "TOKEN_EXPIRED")
    test.clock.advance(seconds: -1)
    #expect(await reason() == nil)
    try test.revoke(token)
    #expect(await reason() == "TOKEN_REVOKED")
    #expect(
      await refusal(UserServiceMethods.listUsers, token: test.rootToken) == nil,
      "others are let in as before"
    )
  }

  @Test("callers can share one connection without being confused")
  func turns() async throws {
    let support = try test.makeToken(role: "support")
    let service = try test.makeToken(role: "service")
    for _ in 0..<3 {
      #expect(await refusal(UserServiceMethods.listUsers, token: support) == nil)
      #expect(await refusal(UserServiceMethods.listUsers, token: service)?.reason == .grantMissing)
      #expect(await refusal(UserServiceMethods.listUsers, [])?.reason == .tokenMissing)
      #expect(await refusal(UserServiceMethods.deleteUser, token: support)?.reason == .grantMissing)
      #expect(await refusal(UserServiceMethods.deleteUser, token: test.rootToken) == nil)
    }
  }
}
