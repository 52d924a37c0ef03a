import ProtobufC
import RPC
import RosterProto

/// Which users a method allows, as its comment in the contract says.
enum Audience: Sendable {
  /// Themselves.
  case themselves
  case members
  case profile
  /// The owner, with client user management.
  case owner
  /// The owner, by client user management; for all others there is no such invitation.
  case invitationOwner
  /// Themselves, who join an account: not while they are locked.
  case invited
  case everybody
}

/// What a call's request is about.
struct UserPlace: Sendable {
  var account: Int64
  /// The caller.
  var user: Int64
  /// Another user: a member of the account.
  var other: Int64
  /// One to the account, for an address that no user has.
  var invitation: Int64
  /// Tokens of two invitations of the caller, to accounts of somebody else.
  var tokens: [String]
}

struct UserCall: Sendable {
  let method: MethodDescriptor
  let audience: Audience
  /// For the caller, where the method names a user.
  let request: @Sendable (UserPlace) -> any Message

  init(
    _ method: MethodDescriptor,
    _ audience: Audience,
    _ request: @escaping @Sendable (UserPlace) -> any Message
  ) {
    self.method = method
    self.audience = audience
    self.request = request
  }

  /// Those of which more than the account decides; their own tests have their refusals.
  static let elsewhere = [
    SessionServiceMethods.switchAccount, SessionServiceMethods.signOut,
    SessionServiceMethods.revokeSession, SessionServiceMethods.revokeAllSessions,
    CredentialServiceMethods.changePassword, CredentialServiceMethods.reauthenticate,
    CredentialServiceMethods.changeEmail, CredentialServiceMethods.verifyEmail,
    CredentialServiceMethods.enrolTwoFactor, CredentialServiceMethods.confirmTwoFactor,
    CredentialServiceMethods.disableOwnTwoFactor, CredentialServiceMethods.regenerateRecoveryCodes,
    CredentialServiceMethods.setSecurityQuestion, PasskeyServiceMethods.beginPasskeyRegistration,
    PasskeyServiceMethods.registerPasskey, PasskeyServiceMethods.removePasskey,
    AccountServiceMethods.offerOwnership, AccountServiceMethods.getOwnershipOffer,
    AccountServiceMethods.acceptOwnershipOffer, AccountServiceMethods.cancelOwnershipOffer,
  ]

  /// Every other method that users may call; all others are for staff. `other` is another user.
  static let all = [
    UserCall(UserServiceMethods.getUser, .themselves) { GetUserRequest(selector: .userID($0.user)) },
    UserCall(UserServiceMethods.updateUser, .themselves) {
      UpdateUserRequest(user: User(id: $0.user, firstName: "New"))
    },
    UserCall(UserServiceMethods.listUserAccounts, .themselves) { ListUserAccountsRequest(userID: $0.user) },
    UserCall(SessionServiceMethods.listSessions, .themselves) { ListSessionsRequest(userID: $0.user) },
    UserCall(PasskeyServiceMethods.listPasskeys, .themselves) { ListPasskeysRequest(userID: $0.user) },
    UserCall(AccessServiceMethods.listPermissions, .themselves) {
      ListPermissionsRequest(userID: $0.user, accountID: $0.account)
    },
    UserCall(AccountServiceMethods.getAccount, .members) { GetAccountRequest(accountID: $0.account) },
    UserCall(AccountServiceMethods.updateAccount, .profile) {
      UpdateAccountRequest(account: Account(id: $0.account, name: "New"))
    },
    UserCall(AccountServiceMethods.listAccountUsers, .owner) {
      ListAccountUsersRequest(accountID: $0.account)
    },
    UserCall(AccountServiceMethods.listAccountInvitations, .owner) {
      ListAccountInvitationsRequest(accountID: $0.account)
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
    UserCall(InvitationServiceMethods.getInvitation, .invitationOwner) {
      GetInvitationRequest(invitationID: $0.invitation)
    },
    UserCall(InvitationServiceMethods.resendInvitation, .invitationOwner) {
      ResendInvitationRequest(invitationID: $0.invitation)
    },
    UserCall(InvitationServiceMethods.cancelInvitation, .invitationOwner) {
      CancelInvitationRequest(invitationID: $0.invitation)
    },
    UserCall(InvitationServiceMethods.lookUpInvitation, .everybody) {
      LookUpInvitationRequest(token: $0.tokens[0])
    },
    UserCall(InvitationServiceMethods.acceptInvitation, .invited) {
      AcceptInvitationRequest(token: $0.tokens[0], acceptor: .userID($0.user))
    },
    UserCall(InvitationServiceMethods.declineInvitation, .everybody) {
      DeclineInvitationRequest(token: $0.tokens[1])
    },
    UserCall(SystemServiceMethods.getServerInfo, .everybody) { _ in GetServerInfoRequest() },
    UserCall(SystemServiceMethods.getCaller, .everybody) { _ in GetCallerRequest() },
    UserCall(HealthMethods.check, .everybody) { _ in HealthCheckRequest() },
  ]
}
