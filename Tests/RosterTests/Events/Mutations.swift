import ProtobufC
import RPC
import Roster
import RosterProto
import Testing

/// A method that changes something, with a call that does.
struct MutationCase: Sendable, CustomTestStringConvertible {
  /// A call and the events that it must record.
  struct Call {
    var request: any Message
    var target: EventTarget
    var account: Int64 = 0
    var changes: [EventChange]
    /// Its further changes of the account, in order.
    var others: [Other] = []
  }

  /// Another entity that the same call changes.
  struct Other {
    var kind: String
    var target: EventTarget
    var changes: [EventChange]
  }

  let method: MethodDescriptor
  /// The first event's kind.
  let kind: String
  /// Prepares what the method needs, and returns the call.
  let prepare: @Sendable (TestService) async throws -> Call

  var testDescription: String { method.name }

  init(
    _ method: MethodDescriptor,
    _ kind: String,
    _ prepare: @escaping @Sendable (TestService) async throws -> Call
  ) {
    self.method = method
    self.kind = kind
    self.prepare = prepare
  }

  static let all = users + verification + accounts + memberships + invitations

  // MARK: Users

  static func user(_ id: Int64) -> EventTarget { EventTarget(kind: .user, id: id) }

  static let users = [
    MutationCase(UserServiceMethods.createUser, "user.created") { _ in
      Call(
        request: CreateUserRequest(email: "Ada@example.com", firstName: "Ada", language: "de"),
        target: user(1),
        changes: [
          EventChange(field: "email", after: "Ada@example.com"),
          EventChange(field: "first_name", after: "Ada"),
          EventChange(field: "language", after: "de"),
          EventChange(field: "state", after: "active"),
          EventChange(field: "verification", after: "none"),
        ]
      )
    },
    MutationCase(UserServiceMethods.updateUser, "user.updated") { test in
      let ada = try await test.makeUser("Ada", "Byron")
      try test.execute("UPDATE users SET email_verified = 1")
      return Call(
        request: UpdateUserRequest(user: User(id: ada.id, email: "a@b.example", lastName: "Lovelace")),
        target: user(ada.id),
        changes: [
          EventChange(field: "email", before: "ada@example.com", after: "a@b.example"),
          EventChange(field: "last_name", before: "Byron", after: "Lovelace"),
          EventChange(field: "email_verified", before: "true", after: "false"),
        ]
      )
    },
    MutationCase(UserServiceMethods.deleteUser, "user.deleted") { test in
      let ada = try await test.makeUser("Ada")
      return Call(
        request: DeleteUserRequest(userID: ada.id),
        target: user(ada.id),
        changes: [
          EventChange(field: "email", before: "ada@example.com"),
          EventChange(field: "first_name", before: "Ada"),
          EventChange(field: "state", before: "active"),
          EventChange(field: "verification", before: "none"),
        ]
      )
    },
    MutationCase(UserServiceMethods.lockUser, "user.locked") { test in
      let ada = try await test.makeUser("Ada")
      return Call(
        request: LockUserRequest(userID: ada.id),
        target: user(ada.id),
        changes: [EventChange(field: "state", before: "active", after: "locked")]
      )
    },
    MutationCase(UserServiceMethods.unlockUser, "user.unlocked") { test in
      let ada = try await test.makeUser("Ada")
      try await test.call(UserServiceMethods.lockUser, LockUserRequest(userID: ada.id))
      return Call(
        request: UnlockUserRequest(userID: ada.id),
        target: user(ada.id),
        changes: [EventChange(field: "state", before: "locked", after: "active")]
      )
    },
    MutationCase(UserServiceMethods.disableTwoFactor, "user.two_factor_disabled") { test in
      let ada = try await test.makeUser("Ada")
      try test.execute("UPDATE users SET two_factor_enabled = 1")
      return Call(
        request: DisableTwoFactorRequest(userID: ada.id),
        target: user(ada.id),
        changes: [EventChange(field: "two_factor_enabled", before: "true", after: "false")]
      )
    },
    MutationCase(UserServiceMethods.disableSecurityQuestion, "user.security_question_disabled") { test in
      let ada = try await test.makeUser("Ada")
      try test.execute("UPDATE users SET security_question_set = 1")
      return Call(
        request: DisableSecurityQuestionRequest(userID: ada.id),
        target: user(ada.id),
        changes: [EventChange(field: "security_question_set", before: "true", after: "false")]
      )
    },
  ]

  // MARK: Verification

  static let verification = [
    MutationCase(UserServiceMethods.recordOrder, "user.order_recorded") { test in
      let ada = try await test.makeUser("Ada")
      return Call(
        request: RecordOrderRequest(userID: ada.id),
        target: user(ada.id),
        changes: [EventChange(field: "order_time", after: "2026-01-01T00:00:00Z")]
      )
    },
    MutationCase(UserServiceMethods.initiateVerification, "user.verification_initiated") { test in
      let ada = try await ordering(test)
      return Call(
        request: InitiateVerificationRequest(userID: ada.id),
        target: user(ada.id),
        changes: [EventChange(field: "verification", before: "none", after: "requested")]
      )
    },
    MutationCase(UserServiceMethods.recordVerification, "user.verification_recorded") { test in
      let ada = try await ordering(test)
      let request = InitiateVerificationRequest(userID: ada.id)
      try await test.call(UserServiceMethods.initiateVerification, request)
      return Call(
        request: RecordVerificationRequest(userID: ada.id, stage: .verified),
        target: user(ada.id),
        changes: [EventChange(field: "verification", before: "requested", after: "verified")]
      )
    },
    MutationCase(UserServiceMethods.resetVerification, "user.verification_reset") { test in
      let ada = try await ordering(test)
      let request = InitiateVerificationRequest(userID: ada.id)
      try await test.call(UserServiceMethods.initiateVerification, request)
      return Call(
        request: ResetVerificationRequest(userID: ada.id),
        target: user(ada.id),
        changes: [EventChange(field: "verification", before: "requested", after: "none")]
      )
    },
  ]

  /// A user who has placed an order.
  private static func ordering(_ test: TestService) async throws -> User {
    let ada = try await test.makeUser("Ada")
    try await test.call(UserServiceMethods.recordOrder, RecordOrderRequest(userID: ada.id))
    return ada
  }

  // MARK: Accounts

  static func account(_ id: Int64) -> EventTarget { EventTarget(kind: .account, id: id) }

  static let accounts = [
    MutationCase(AccountServiceMethods.createAccount, "account.created") { test in
      let ada = try await test.makeUser("Ada")
      return Call(
        request: CreateAccountRequest(name: "Acme", ownerUserID: ada.id),
        target: account(1),
        account: 1,
        changes: [
          EventChange(field: "name", after: "Acme"),
          EventChange(field: "state", after: "active"),
          EventChange(field: "owner_user_id", after: "\(ada.id)"),
        ],
        others: [
          Other(
            kind: "membership.created",
            target: EventTarget(kind: .membership, id: ada.id),
            changes: [
              EventChange(field: "owner", after: "true"),
              EventChange(field: "permissions", after: everyPermission),
            ]
          )
        ]
      )
    },
    MutationCase(AccountServiceMethods.updateAccount, "account.updated") { test in
      let acme = try await test.makeAccount(owner: test.makeUser("Ada"))
      return Call(
        request: UpdateAccountRequest(account: Account(id: acme.id, name: "Ajax")),
        target: account(acme.id),
        account: acme.id,
        changes: [EventChange(field: "name", before: "Acme", after: "Ajax")]
      )
    },
    MutationCase(AccountServiceMethods.closeAccount, "account.closed") { test in
      let acme = try await test.makeAccount(owner: test.makeUser("Ada"))
      return Call(
        request: CloseAccountRequest(accountID: acme.id),
        target: account(acme.id),
        account: acme.id,
        changes: [EventChange(field: "state", before: "active", after: "closed")]
      )
    },
    MutationCase(AccountServiceMethods.reopenAccount, "account.reopened") { test in
      let acme = try await test.makeAccount(owner: test.makeUser("Ada"))
      try await test.call(AccountServiceMethods.closeAccount, CloseAccountRequest(accountID: acme.id))
      return Call(
        request: ReopenAccountRequest(accountID: acme.id),
        target: account(acme.id),
        account: acme.id,
        changes: [EventChange(field: "state", before: "closed", after: "active")]
      )
    },
  ]
}
