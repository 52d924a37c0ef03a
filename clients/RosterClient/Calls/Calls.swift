// The contract's methods over a channel: one line each, because the generated clients do the work.

struct UserCalls: UsersAPI {
  let service: UserServiceClient

  func get(_ request: GetUserRequest) async throws(RPCError) -> User {
    try await service.getUser(request)
  }

  func batchGet(_ request: BatchGetUsersRequest) async throws(RPCError) -> BatchGetUsersResponse {
    try await service.batchGetUsers(request)
  }

  func list(_ request: ListUsersRequest) async throws(RPCError) -> ListUsersResponse {
    try await service.listUsers(request)
  }

  func create(_ request: CreateUserRequest) async throws(RPCError) -> User {
    try await service.createUser(request)
  }

  func update(_ request: UpdateUserRequest) async throws(RPCError) -> User {
    try await service.updateUser(request)
  }

  func delete(_ request: DeleteUserRequest) async throws(RPCError) -> DeleteUserResponse {
    try await service.deleteUser(request)
  }

  func listAccounts(_ request: ListUserAccountsRequest) async throws(RPCError) -> ListUserAccountsResponse {
    try await service.listUserAccounts(request)
  }

  func lock(_ request: LockUserRequest) async throws(RPCError) -> User {
    try await service.lockUser(request)
  }

  func unlock(_ request: UnlockUserRequest) async throws(RPCError) -> User {
    try await service.unlockUser(request)
  }

  func disableTwoFactor(_ request: DisableTwoFactorRequest) async throws(RPCError) -> User {
    try await service.disableTwoFactor(request)
  }

  func disableSecurityQuestion(_ request: DisableSecurityQuestionRequest) async throws(RPCError) -> User {
    try await service.disableSecurityQuestion(request)
  }

  func getVerification(_ request: GetVerificationRequest) async throws(RPCError) -> UserVerification {
    try await service.getVerification(request)
  }

  func initiateVerification(
    _ request: InitiateVerificationRequest
  ) async throws(RPCError) -> UserVerification {
    try await service.initiateVerification(request)
  }

  func recordVerification(_ request: RecordVerificationRequest) async throws(RPCError) -> UserVerification {
    try await service.recordVerification(request)
  }

  func resetVerification(_ request: ResetVerificationRequest) async throws(RPCError) -> UserVerification {
    try await service.resetVerification(request)
  }

  func recordOrder(_ request: RecordOrderRequest) async throws(RPCError) -> UserVerification {
    try await service.recordOrder(request)
  }
}

struct AccountCalls: AccountsAPI {
  let service: AccountServiceClient

  func create(_ request: CreateAccountRequest) async throws(RPCError) -> Account {
    try await service.createAccount(request)
  }

  func get(_ request: GetAccountRequest) async throws(RPCError) -> Account {
    try await service.getAccount(request)
  }

  func list(_ request: ListAccountsRequest) async throws(RPCError) -> ListAccountsResponse {
    try await service.listAccounts(request)
  }

  func update(_ request: UpdateAccountRequest) async throws(RPCError) -> Account {
    try await service.updateAccount(request)
  }

  func close(_ request: CloseAccountRequest) async throws(RPCError) -> Account {
    try await service.closeAccount(request)
  }

  func reopen(_ request: ReopenAccountRequest) async throws(RPCError) -> Account {
    try await service.reopenAccount(request)
  }
}

struct MemberCalls: MembersAPI {
  let service: AccountServiceClient

  func list(_ request: ListAccountUsersRequest) async throws(RPCError) -> ListAccountUsersResponse {
    try await service.listAccountUsers(request)
  }

  func get(_ request: GetMembershipRequest) async throws(RPCError) -> Membership {
    try await service.getMembership(request)
  }

  func associate(_ request: AssociateUserRequest) async throws(RPCError) -> AssociateUserResponse {
    try await service.associateUser(request)
  }

  func update(_ request: UpdateMembershipRequest) async throws(RPCError) -> Membership {
    try await service.updateMembership(request)
  }

  func remove(_ request: RemoveUserRequest) async throws(RPCError) -> RemoveUserResponse {
    try await service.removeUser(request)
  }

  func transferOwnership(
    _ request: TransferOwnershipRequest
  ) async throws(RPCError) -> TransferOwnershipResponse {
    try await service.transferOwnership(request)
  }
}

struct AccessCalls: AccessAPI {
  let service: AccessServiceClient

  func check(_ request: CheckPermissionRequest) async throws(RPCError) -> CheckPermissionResponse {
    try await service.checkPermission(request)
  }

  func batchCheck(
    _ request: BatchCheckPermissionsRequest
  ) async throws(RPCError) -> BatchCheckPermissionsResponse {
    try await service.batchCheckPermissions(request)
  }

  func listPermissions(_ request: ListPermissionsRequest) async throws(RPCError) -> ListPermissionsResponse {
    try await service.listPermissions(request)
  }
}

struct SystemCalls: SystemAPI {
  let service: SystemServiceClient

  func info(_ request: GetServerInfoRequest) async throws(RPCError) -> ServerInfo {
    try await service.getServerInfo(request)
  }

  func caller(_ request: GetCallerRequest) async throws(RPCError) -> GetCallerResponse {
    try await service.getCaller(request)
  }
}

struct HealthCalls: HealthAPI {
  let service: HealthClient

  func check(_ request: HealthCheckRequest) async throws(RPCError) -> HealthCheckResponse {
    try await service.check(request)
  }
}
