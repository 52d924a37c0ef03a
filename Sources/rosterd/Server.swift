import Logging
import RPC
import Roster
import RosterProto
import SQL
import ServiceLifecycle
import TTRPC

/// The running server: the service behind its listeners, from start to the end of the drain.
struct Server: Service {
  private static let drainTime = Duration.seconds(10)

  private let settings: Settings
  private let logger: Logger
  private let service: RosterService
  private let transport: TTRPCServer

  init(_ settings: Settings, logger: Logger) throws(StartError) {
    self.settings = settings
    self.logger = logger
    var configuration = ServerConfiguration()
    configuration.loops = settings.loops
    configuration.errorDomain = RPCError.domain
    let options = RosterService.Options(
      directory: settings.dataDirectory,
      workers: settings.loops,
      version: Version.current,
      limits: ServerLimits(configuration.limits),
      logger: logger
    )
    do {
      service = try RosterService(options)
    } catch {
      throw StartError(starting: settings.dataDirectory, error)
    }
    let store = service.store
    configuration.batchEnded = { worker in store.batchEnded(worker: worker) }
    transport = TTRPCServer(router: service.router, configuration: configuration)
  }

  func run() async throws {
    do {
      let endpoints = try await transport.bind(to: settings.endpoints)
      announce(endpoints)
    } catch {
      await stop()
      throw StartError(error.message)
    }
    try? await gracefulShutdown()
    logger.info("draining")
    service.health.drain()
    await stop()
    logger.info("stopped")
  }

  /// Connections first, so that what is in flight still finds the database; then the database, so that
  /// everything taken on is committed.
  private func stop() async {
    await transport.shutdownGracefully(within: Self.drainTime)
    service.stop()
  }

  private func announce(_ endpoints: [Endpoint]) {
    if let path = service.newRootKey { logger.notice("first start: the root key was written", metadata: ["path": "\(path)"]) }
    for endpoint in endpoints {
      logger.notice("listening", metadata: ["endpoint": "\(endpoint)", "version": "\(Version.current)"])
    }
  }
}

extension ServerLimits {
  /// The transport's share of what GetServerInfo tells.
  init(_ limits: TTRPC.Limits) {
    self.init(
      frameBytes: Int32(limits.maxFrameBytes),
      metadataBytes: Int32(limits.maxMetadataBytes),
      streamsPerConnection: Int32(limits.maxStreamsPerConnection)
    )
  }
}

extension StartError {
  /// Why a data directory cannot be served.
  init(starting directory: String, _ error: any Error) {
    switch error {
    case let error as DirectoryLock.Failure: self.init("cannot serve \(directory): \(error)")
    case let error as MigrationError: self.init("cannot serve \(directory): \(error)")
    case let error as RPCError: self.init("cannot serve \(directory): \(error.message)")
    default: self.init("cannot serve \(directory): \(error)")
    }
  }
}
