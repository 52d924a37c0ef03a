extension AccessServiceClientProtocol {
  /// Whether the user may do this on the account now; false if either does not exist.
  public func isAllowed(user: Int64, permission: Permission, account: Int64) async throws(RPCError) -> Bool {
    try await checkPermission(user: user, permission: permission, account: account).allowed
  }

  /// The same, with the reason.
  public func checkPermission(
    user: Int64,
    permission: Permission,
    account: Int64
  ) async throws(RPCError) -> CheckPermissionResponse {
    try await checkPermission(
      CheckPermissionRequest(userID: user, accountID: account, permission: permission)
    )
  }

  /// Up to 1,000 checks against the same state of the data, answered in order.
  public func batchCheckPermissions(
    _ checks: [CheckPermissionRequest]
  ) async throws(RPCError) -> [CheckPermissionResponse] {
    let results = try await batchCheckPermissions(BatchCheckPermissionsRequest(checks: checks)).results
    // With a result missing, later ones would be taken for other checks.
    guard results.count == checks.count else {
      throw RPCError(.internal, "The server answered \(results.count) of \(checks.count) checks.")
    }
    return results
  }

  /// All permissions of the user on the account now, and the reason.
  public func listPermissions(user: Int64, account: Int64) async throws(RPCError) -> ListPermissionsResponse {
    try await listPermissions(ListPermissionsRequest(userID: user, accountID: account))
  }
}

extension SystemServiceClientProtocol {
  /// The server's version and limits.
  public func getServerInfo() async throws(RPCError) -> ServerInfo {
    try await getServerInfo(GetServerInfoRequest())
  }

  /// The caller that this client's token authenticates.
  public func getCaller() async throws(RPCError) -> GetCallerResponse {
    try await getCaller(GetCallerRequest())
  }
}

extension HealthClientProtocol {
  /// The state of a service, or of the server as a whole.
  ///
  /// - Parameter service: a service's full name, such as `roster.v1.UserService`; empty for the server.
  public func check(service: String = "") async throws(RPCError) -> HealthCheckResponse.ServingStatus {
    try await check(HealthCheckRequest(service: service)).status
  }
}
