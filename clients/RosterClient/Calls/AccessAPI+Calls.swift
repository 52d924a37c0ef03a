extension AccessAPI {
  /// Whether the user may do this on the account at this moment. A user or account
  /// that does not exist may not.
  public func check(user: Int64, permission: Permission, account: Int64) async throws(RPCError) -> Bool {
    try await decide(user: user, permission: permission, account: account).allowed
  }

  /// The same, with the reason.
  public func decide(
    user: Int64,
    permission: Permission,
    account: Int64
  ) async throws(RPCError) -> CheckPermissionResponse {
    try await check(CheckPermissionRequest(userID: user, accountID: account, permission: permission))
  }

  /// Up to 1,000 checks against the same state of the data, answered in their order.
  public func check(_ checks: [CheckPermissionRequest]) async throws(RPCError) -> [CheckPermissionResponse] {
    let results = try await batchCheck(BatchCheckPermissionsRequest(checks: checks)).results
    // An answer short of one would be read as that of another check.
    guard results.count == checks.count else {
      throw RPCError(.internal, "The server answered \(results.count) of \(checks.count) checks.")
    }
    return results
  }

  /// All the user may do on the account at this moment, and why.
  public func permissions(user: Int64, account: Int64) async throws(RPCError) -> ListPermissionsResponse {
    try await listPermissions(ListPermissionsRequest(userID: user, accountID: account))
  }
}

extension SystemAPI {
  /// What is running there and what it accepts.
  public func info() async throws(RPCError) -> ServerInfo {
    try await info(GetServerInfoRequest())
  }

  /// Who this client's token speaks as.
  public func caller() async throws(RPCError) -> GetCallerResponse {
    try await caller(GetCallerRequest())
  }
}

extension HealthAPI {
  /// The state of a service, or of the server as a whole.
  ///
  /// - Parameter service: a service's full name, such as `roster.v1.UserService`; empty is the server.
  public func check(service: String = "") async throws(RPCError) -> HealthCheckResponse.ServingStatus {
    try await check(HealthCheckRequest(service: service)).status
  }
}
