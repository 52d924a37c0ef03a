import RPC
import RosterProto

/// The server itself. Each method declares its authorization rule and its kind.
package struct SystemService: SystemServiceInterface {
  private let run: Runner
  private let info: ServerInfo

  package init(run: Runner, info: ServerInfo) {
    self.run = run
    self.info = info
  }

  package var getServerInfo: UnaryHandler<GetServerInfoRequest, ServerInfo> {
    run.point(.authenticated) { [info] _, _ in info }
  }

  package var getCaller: UnaryHandler<GetCallerRequest, GetCallerResponse> {
    run.point(.authenticated) { _, context in
      guard case .principal(let principal) = context.caller else {
        return GetCallerResponse(caller: context.caller.actor)
      }
      return GetCallerResponse(
        caller: context.caller.actor,
        role: principal.role,
        grants: principal.grants.list.map(\.rawValue)
      )
    }
  }
}
