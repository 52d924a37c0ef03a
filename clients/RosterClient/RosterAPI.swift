/// The Roster API, grouped by noun. ``RosterClient`` implements it over a connection.
///
/// Code that takes `any RosterAPI`, or only one noun such as `any AccessAPI`, can be tested with a fake. A
/// fake implements the contract's methods, message for message. The convenience methods (`users.get(email:)`,
/// lists as sequences, …) are extensions.
public protocol RosterAPI: Sendable {
  var users: any UsersAPI { get }
  var accounts: any AccountsAPI { get }
  var members: any MembersAPI { get }
  var invitations: any InvitationsAPI { get }
  var access: any AccessAPI { get }
  var settings: any SettingsAPI { get }
  var staff: any StaffAPI { get }
  var roles: any RolesAPI { get }
  var keys: any KeysAPI { get }
  var events: any EventsAPI { get }
  var mail: any MailAPI { get }
  var system: any SystemAPI { get }
  var health: any HealthAPI { get }
}

/// Users, apart from any account: `roster.v1.UserService`, whose comments list each method's errors.
public protocol UsersAPI: Sendable {
  func get(_ request: GetUserRequest) async throws(RPCError) -> User
  func batchGet(_ request: BatchGetUsersRequest) async throws(RPCError) -> BatchGetUsersResponse
  func list(_ request: ListUsersRequest) async throws(RPCError) -> ListUsersResponse
  func create(_ request: CreateUserRequest) async throws(RPCError) -> User
  func update(_ request: UpdateUserRequest) async throws(RPCError) -> User
  func delete(_ request: DeleteUserRequest) async throws(RPCError) -> DeleteUserResponse
  func listAccounts(_ request: ListUserAccountsRequest) async throws(RPCError) -> ListUserAccountsResponse
  func lock(_ request: LockUserRequest) async throws(RPCError) -> User
  func unlock(_ request: UnlockUserRequest) async throws(RPCError) -> User
  func disableTwoFactor(_ request: DisableTwoFactorRequest) async throws(RPCError) -> User
  func disableSecurityQuestion(_ request: DisableSecurityQuestionRequest) async throws(RPCError) -> User
  func getVerification(_ request: GetVerificationRequest) async throws(RPCError) -> UserVerification
  func initiateVerification(_ request: InitiateVerificationRequest) async throws(RPCError) -> UserVerification
  func recordVerification(_ request: RecordVerificationRequest) async throws(RPCError) -> UserVerification
  func resetVerification(_ request: ResetVerificationRequest) async throws(RPCError) -> UserVerification
  func recordOrder(_ request: RecordOrderRequest) async throws(RPCError) -> UserVerification
}

/// Accounts: the part of `roster.v1.AccountService` that is not about members.
public protocol AccountsAPI: Sendable {
  func create(_ request: CreateAccountRequest) async throws(RPCError) -> Account
  func get(_ request: GetAccountRequest) async throws(RPCError) -> Account
  func list(_ request: ListAccountsRequest) async throws(RPCError) -> ListAccountsResponse
  func update(_ request: UpdateAccountRequest) async throws(RPCError) -> Account
  func close(_ request: CloseAccountRequest) async throws(RPCError) -> Account
  func reopen(_ request: ReopenAccountRequest) async throws(RPCError) -> Account
}

/// The members of accounts and their permissions: the other part of `roster.v1.AccountService`.
public protocol MembersAPI: Sendable {
  func list(_ request: ListAccountUsersRequest) async throws(RPCError) -> ListAccountUsersResponse
  func get(_ request: GetMembershipRequest) async throws(RPCError) -> Membership
  func associate(_ request: AssociateUserRequest) async throws(RPCError) -> AssociateUserResponse
  func update(_ request: UpdateMembershipRequest) async throws(RPCError) -> Membership
  func remove(_ request: RemoveUserRequest) async throws(RPCError) -> RemoveUserResponse
  func transferOwnership(
    _ request: TransferOwnershipRequest
  ) async throws(RPCError) -> TransferOwnershipResponse
}

/// Access checks: `roster.v1.AccessService`.
public protocol AccessAPI: Sendable {
  func check(_ request: CheckPermissionRequest) async throws(RPCError) -> CheckPermissionResponse
  func batchCheck(
    _ request: BatchCheckPermissionsRequest
  ) async throws(RPCError) -> BatchCheckPermissionsResponse
  func listPermissions(_ request: ListPermissionsRequest) async throws(RPCError) -> ListPermissionsResponse
}

/// The server itself: `roster.v1.SystemService`.
public protocol SystemAPI: Sendable {
  func info(_ request: GetServerInfoRequest) async throws(RPCError) -> ServerInfo
  func caller(_ request: GetCallerRequest) async throws(RPCError) -> GetCallerResponse
}

/// Health checks: `grpc.health.v1.Health`. They need no token.
public protocol HealthAPI: Sendable {
  func check(_ request: HealthCheckRequest) async throws(RPCError) -> HealthCheckResponse
}
