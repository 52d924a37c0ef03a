import RPC
import RosterProto

/// Access checks. Each method declares its authorization rule and its kind.
package struct AccessService: AccessServiceInterface {
  private let run: Runner

  package init(run: Runner) {
    self.run = run
  }

  package var checkPermission: UnaryHandler<CheckPermissionRequest, CheckPermissionResponse> {
    run.point(.grant(.accessCheck)) { request, context in
      try Self.check(request, "", context)
    }
  }

  package var batchCheckPermissions: UnaryHandler<BatchCheckPermissionsRequest, BatchCheckPermissionsResponse>
  {
    run.scan(.grant(.accessCheck)) { request, context in
      try Checks.batch(request.checks.count, "checks")
      let results = try request.checks.enumerated().map { index, check in
        try Self.check(check, "checks[\(index)].", context)
      }
      return BatchCheckPermissionsResponse(results: results)
    }
  }

  package var listPermissions: UnaryHandler<ListPermissionsRequest, ListPermissionsResponse> {
    run.point(.grant(.accessCheck, users: .themselves(\.userID))) { request, context in
      let facts = try AccessQueries.facts(
        user: try Checks.id(request.userID, "user_id"),
        account: try Checks.id(request.accountID, "account_id"),
        context.db
      )
      let (permissions, reason) = facts.permissions(at: context.now)
      return ListPermissionsResponse(
        owner: facts.isOwner,
        permissions: permissions.list,
        // A valid membership without permissions: say why nothing is allowed.
        reason: reason == .granted && permissions.isEmpty ? .notGranted : reason
      )
    }
  }

  private static func check(
    _ request: CheckPermissionRequest,
    _ prefix: String,
    _ context: ReadContext
  ) throws -> CheckPermissionResponse {
    try request.permission.check("\(prefix)permission")
    let facts = try AccessQueries.facts(
      user: try Checks.id(request.userID, "\(prefix)user_id"),
      account: try Checks.id(request.accountID, "\(prefix)account_id"),
      context.db
    )
    return facts.check(request.permission, at: context.now)
  }
}
