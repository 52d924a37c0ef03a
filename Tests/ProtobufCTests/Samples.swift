import ProtobufC
import RPC
import RosterProto

/// One value of every generated message, each field set, the oneofs in each of their cases.
enum Samples {
  static let all: [any Message] =
    wellKnown + errors + entities + users + accounts + access + invitations + mails + staff + system
    + verification + settings + events + signIn

  static let time = Timestamp(seconds: -62_135_596_800, nanos: 999_999_999)
  static let mask = FieldMask(paths: ["email", "", "first_name"])
  /// Every length of a UTF-8 sequence, and both forms of an accent.
  static let text = "aß€😀 e\u{301}é\u{1}"

  private static let wellKnown: [any Message] = [
    time,
    ProtoDuration(seconds: .max, nanos: -1),
    mask,
    ProtoAny(typeURL: "type.googleapis.com/x", value: [0, 255, 0]),
  ]

  private static let errorInfo = ErrorInfo(
    reason: "REASON",
    domain: "roster",
    metadata: ["k": text, "": ""]
  )
  private static let errors: [any Message] = [
    errorInfo,
    RetryInfo(retryDelay: ProtoDuration(seconds: 1, nanos: 2)),
    BadRequest.FieldViolation(
      field: "user.email",
      description: text,
      reason: "R",
      localizedMessage: LocalizedMessage(locale: "en", message: text)
    ),
    LocalizedMessage(locale: "en", message: text),
    BadRequest(fieldViolations: [.init(field: "a", description: "b"), .init()]),
    Status(code: -1, message: text, details: [ProtoAny(typeURL: "u", value: [1]), ProtoAny()]),
  ]

  private static let user = User(
    id: .max,
    email: "ada@example.com",
    firstName: text,
    lastName: "Lovelace",
    language: "pt-BR",
    state: .locked,
    twoFactorEnabled: true,
    securityQuestionSet: true,
    emailVerified: true,
    verification: .expired,
    lastLoginTime: time,
    createTime: Timestamp(),
    updateTime: time,
    revision: .min
  )
  private static let account = Account(
    id: 1,
    name: text,
    state: .closed,
    ownerUserID: -1,
    createTime: time,
    updateTime: time,
    revision: 1 << 62
  )
  private static let membership = Membership(
    accountID: 1,
    userID: 2,
    owner: true,
    permissions: Permission.allCases + [Permission(rawValue: 99), Permission(rawValue: -1)],
    lastLoginTime: time,
    expireTime: time,
    createTime: time,
    updateTime: time,
    revision: 3
  )
  private static let entities: [any Message] = [
    user, account, membership, PermissionSet(permissions: [.orders, .orders]), PermissionSet(),
  ]

  private static let userFilter = UserFilter(
    query: text,
    twoFactorEnabled: .yes,
    securityQuestionSet: .no,
    emailVerified: Toggle(rawValue: 7),
    state: .active,
    verification: .verified,
    accountID: 5,
    lastLoginAfter: time,
    lastLoginBefore: time,
    createAfter: time,
    createBefore: time,
    neverLoggedIn: true
  )
  private static let users: [any Message] = [
    GetUserRequest(),
    GetUserRequest(selector: .userID(.min)),
    GetUserRequest(selector: .userID(0)),
    GetUserRequest(selector: .email(text)),
    GetUserRequest(selector: .email("")),
    BatchGetUsersRequest(userIDs: [0, 1, -1, .max, .min]),
    BatchGetUsersResponse(users: [user, User()], missingUserIDs: [7]),
    userFilter,
    ListUsersRequest(filter: userFilter, pageSize: .min, pageToken: "t", orderBy: "name desc"),
    ListUsersResponse(users: [user], nextPageToken: "t"),
    CreateUserRequest(email: "e", firstName: "f", lastName: "l", language: "de"),
    UpdateUserRequest(user: user, updateMask: mask, expectedRevision: 1),
    DeleteUserRequest(userID: 1, expectedRevision: 2),
    DeleteUserResponse(revision: 6),
    ListUserAccountsRequest(userID: 1, pageSize: 2, pageToken: "t"),
    UserAccount(account: account, membership: membership),
    ListUserAccountsResponse(accounts: [UserAccount(account: account), UserAccount()], nextPageToken: "t"),
  ]

  private static let accounts: [any Message] = [
    CreateAccountRequest(name: text, ownerUserID: 1),
    GetAccountRequest(accountID: 1),
    AccountFilter(query: "q", state: .closed, ownerUserID: 2),
    ListAccountsRequest(filter: AccountFilter(), pageSize: 1, pageToken: "t", orderBy: "o"),
    ListAccountsResponse(accounts: [account, Account()], nextPageToken: "t"),
    UpdateAccountRequest(account: account, updateMask: mask, expectedRevision: 3),
    CloseAccountRequest(accountID: 1, expectedRevision: 2),
    ReopenAccountRequest(accountID: 1, expectedRevision: 2),
    ListAccountUsersRequest(accountID: 1, pageSize: 2, pageToken: "t"),
    AccountUser(user: user, membership: membership),
    ListAccountUsersResponse(users: [AccountUser(user: user, membership: membership)], nextPageToken: "t"),
    ListAccountInvitationsRequest(accountID: 1, pageSize: 2, pageToken: "t"),
    ListAccountInvitationsResponse(invitations: [Invitation(id: 1), Invitation()], nextPageToken: "t"),
    GetMembershipRequest(accountID: 1, userID: 2),
    AssociateUserRequest(
      accountID: 1,
      userID: 2,
      permissions: [.orders],
      sendInvitation: true,
      expireTime: time,
      expectedRevision: 3
    ),
    AssociateUserResponse(outcome: .membership(membership)),
    AssociateUserResponse(outcome: .invitation(Invitation(id: 1))),
    UpdateMembershipRequest(
      membership: membership,
      updateMask: mask,
      expectedRevision: 1,
      validateOnly: true
    ),
    RemoveUserRequest(accountID: 1, userID: 2, expectedRevision: 3),
    RemoveUserResponse(revision: 7),
    TransferOwnershipRequest(
      accountID: 1,
      newOwnerUserID: 2,
      formerOwnerPermissions: PermissionSet(),
      expectedRevision: 3,
      validateOnly: true
    ),
    TransferOwnershipResponse(account: account, owner: membership, formerOwner: membership),
  ]

  private static let check = CheckPermissionRequest(userID: 1, accountID: 2, permission: .orders)
  private static let access: [any Message] = [
    check,
    CheckPermissionResponse(allowed: true, reason: .granted),
    BatchCheckPermissionsRequest(checks: [check, CheckPermissionRequest(), check]),
    BatchCheckPermissionsResponse(results: [CheckPermissionResponse(reason: .owner)]),
    ListPermissionsRequest(userID: 1, accountID: 2),
    ListPermissionsResponse(owner: true, permissions: [.profile, .orders], reason: .owner),
  ]

  private static let invitation = Invitation(
    id: 1,
    accountID: 2,
    email: text,
    permissions: [.orders, .orders],
    membershipExpireTime: time,
    language: "de",
    inviter: ProtoActor(kind: .user, id: 3, name: text),
    state: .declined,
    expireTime: time,
    sendCount: .max,
    sendTime: time,
    acceptedByUserID: .min,
    createTime: time,
    updateTime: time,
    revision: 4
  )
  private static let invitationFilter = InvitationFilter(accountID: 1, email: text, state: .expired)
  private static let invitations: [any Message] = [
    invitation, invitationFilter,
    Warning(reason: "USER_LOCKED", message: text, blocking: true),
    CreateInvitationRequest(
      accountID: 1,
      email: "e",
      permissions: [.profile],
      membershipExpireTime: time,
      language: "fr",
      expectedRevision: 2,
      validateOnly: true
    ),
    CreateInvitationResponse(invitation: invitation, warnings: [Warning(), Warning(reason: "r")]),
    GetInvitationRequest(invitationID: 1),
    ListInvitationsRequest(filter: invitationFilter, pageSize: 1, pageToken: "t", orderBy: "email"),
    ListInvitationsResponse(invitations: [invitation, Invitation()], nextPageToken: "t"),
    ResendInvitationRequest(invitationID: 1, expectedRevision: 2),
    CancelInvitationRequest(invitationID: 1, expectedRevision: 2),
    LookUpInvitationRequest(token: "ri_"),
    LookUpInvitationResponse(
      state: .pending,
      accountName: text,
      email: "e",
      inviterName: "i",
      existingUser: true,
      permissions: [.tickets],
      expireTime: time
    ),
    AcceptInvitationRequest(token: "t"),
    AcceptInvitationRequest(token: "t", acceptor: .userID(0)),
    AcceptInvitationRequest(acceptor: .newUser(NewUser())),
    AcceptInvitationRequest(acceptor: .newUser(NewUser(firstName: text, lastName: "l", language: "es"))),
    AcceptInvitationResponse(account: account, user: user, membership: membership),
    DeclineInvitationRequest(token: "t"),
    DeclineInvitationResponse(revision: 8),
  ]

  private static let mail = Mail(
    id: 1,
    templateName: "invitation",
    recipient: "r",
    language: "de",
    subject: text,
    state: .failed,
    attemptCount: 2,
    nextAttemptTime: time,
    lastError: text,
    createTime: time,
    sendTime: time,
    updateTime: time,
    revision: 3
  )
  private static let mailFilter = MailFilter(
    state: .queued,
    templateName: "t",
    recipient: "r",
    createAfter: time,
    createBefore: time
  )
  private static let mails: [any Message] = [
    mail, mailFilter,
    NewUser(firstName: text, lastName: "l", language: "es"),
    ListMailRequest(filter: mailFilter, pageSize: 1, pageToken: "t", orderBy: "id desc"),
    ListMailResponse(mails: [mail, Mail()], nextPageToken: "t"),
    GetMailRequest(mailID: 1),
    GetMailResponse(mail: mail, textBody: text, htmlBody: "<p>"),
    RetryMailRequest(mailID: 1, expectedRevision: 2),
  ]

  private static let principal = Principal(
    id: 1,
    kind: .service,
    name: text,
    role: "portal",
    createTime: time,
    updateTime: time,
    revision: 2
  )
  private static let role = Role(
    name: "night-shift",
    grants: ["users.list", "", "users.read"],
    builtIn: true,
    principalCount: .max,
    createTime: time,
    updateTime: time,
    revision: 3
  )
  private static let key = ApiKey(
    id: 1,
    principalID: 2,
    label: text,
    createTime: time,
    expireTime: time,
    lastUsedTime: time,
    revokeTime: time,
    revision: 4
  )
  private static let staff: [any Message] = [
    principal, role, key,
    CreatePrincipalRequest(kind: .staff, name: text, role: "support"),
    GetPrincipalRequest(principalID: 1),
    ListPrincipalsRequest(kind: .service, role: "portal", pageSize: 1, pageToken: "t"),
    ListPrincipalsResponse(principals: [principal, Principal()], nextPageToken: "t"),
    UpdatePrincipalRequest(principal: principal, updateMask: mask, expectedRevision: 1),
    DeletePrincipalRequest(principalID: 1, expectedRevision: 2),
    DeletePrincipalResponse(revision: 5),
    CreateRoleRequest(name: "r", grants: ["users.list", "users.list"]),
    ListRolesRequest(pageSize: 1, pageToken: "t"),
    ListRolesResponse(roles: [role, Role()], nextPageToken: "t"),
    UpdateRoleRequest(role: role, updateMask: mask, expectedRevision: 1),
    DeleteRoleRequest(role: "r", expectedRevision: 2),
    DeleteRoleResponse(revision: .max),
    CreateKeyRequest(principalID: 1, label: text, expireTime: time),
    CreateKeyResponse(key: key, token: "rk_"),
    ListKeysRequest(principalID: 1, includeRevoked: true, pageSize: 2, pageToken: "t"),
    ListKeysResponse(keys: [key, ApiKey()], nextPageToken: "t"),
    RevokeKeyRequest(keyID: 1),
  ]

  private static let limits = ServerLimits(
    frameBytes: 1,
    metadataBytes: 2,
    streamsPerConnection: 3,
    pageSize: 4,
    batchSize: 5,
    emailBytes: 6,
    nameCodePoints: 7
  )
  private static let system: [any Message] = [
    GetServerInfoRequest(),
    GetCallerRequest(),
    GetCallerResponse(
      caller: ProtoActor(kind: .staff, id: 1, name: "root"),
      role: "owner",
      grants: ["users.list", "users.read"]
    ),
    limits,
    ServerInfo(
      name: "rosterd",
      version: "1.0.0",
      startTime: time,
      schemaVersion: 3,
      sqliteVersion: "3",
      protobufCVersion: "1",
      limits: limits
    ),
    HealthCheckRequest(service: "roster.v1.UserService"),
    HealthCheckResponse(status: .serving),
  ]
}
