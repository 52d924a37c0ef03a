import RPC
import RosterProto

/// Whether the server accepts calls: `grpc.health.v1`, open to anyone.
package struct HealthService: HealthInterface {
  private let run: Runner
  private let services: Set<String>
  private let health: ServerHealth
  private let storage: StorageHealth

  /// - Parameter services: the services that can be asked about, besides the whole server and its storage.
  package init(run: Runner, services: Set<String>, health: ServerHealth, storage: StorageHealth) {
    self.run = run
    self.services = services
    self.health = health
    self.storage = storage
  }

  package var check: UnaryHandler<HealthCheckRequest, HealthCheckResponse> {
    run.memory(.anyone) { [services, health, storage] request, _ in
      if request.service == StorageHealth.serviceName {
        return HealthCheckResponse(status: storage.isSound ? .serving : .notServing)
      }
      guard request.service.isEmpty || services.contains(request.service) else {
        throw RPCError(
          .serviceNotFound,
          "This server has no service \(request.service).",
          ["service": request.service]
        )
      }
      return HealthCheckResponse(status: health.isServing ? .serving : .notServing)
    }
  }
}
