import Credentials
import Logging
import RPC
import Roster
import RosterProto
import SQL
import ServiceLifecycle
import TTRPC
import Transport

/// The running server: the service and its listeners, from the start until it has drained.
struct Server: Service {
  private static let drainTime = Duration.seconds(10)

  private let settings: RosterdConfiguration
  private let logger: Logger
  private let lock: DirectoryLock
  private let service: RosterService
  private let workers: EventLoopWorkers
  private let transport: SocketServer

  init(_ settings: RosterdConfiguration, logger: Logger) throws(StartError) {
    self.settings = settings
    self.logger = logger
    let limits = TTRPCLimits()
    var configuration = ServerConfiguration()
    configuration.errorDomain = RPCError.domain
    configuration.limits.maxConnectionsPerAddress = settings.maxConnectionsPerAddress
    configuration.report = { logger.report($0) }
    workers = EventLoopWorkers(count: settings.loops, maxArenaBytes: configuration.limits.maxArenaBytes)
    let directory = settings.dataDirectory
    let storage = StorageHealth(logger: logger)
    let mail = try settings.mail.options(directory: directory.mailDirectory)
    let breached = try settings.breachedPasswords()
    do {
      lock = try directory.lock()
      service = try RosterService(
        RosterService.Options(
          database: directory.database { storage.note($0) },
          rootKeyFile: directory.rootKeyFile,
          computing: settings.computing,
          workers: workers.group,
          version: Version.current,
          limits: ServerLimits(limits, configuration.limits),
          mail: mail,
          sealer: Sealer(try directory.secretKeys()),
          passwords: Passwords(breached: breached),
          storage: storage,
          logger: logger
        )
      )
    } catch {
      throw StartError(cannot: "serve", directory.path, error)
    }
    configuration.observer = service.requestLog
    transport = SocketServer(
      .ttrpc(service.router, limits: limits),
      workers: workers,
      configuration: configuration
    )
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

  /// Stops the connections first, so that calls in progress can still use the database; then the database, so
  /// that all accepted changes are committed.
  private func stop() async {
    await transport.shutdownGracefully(within: Self.drainTime)
    await workers.shutdownGracefully()
    service.stop()
  }

  private func announce(_ endpoints: [Endpoint]) {
    if let path = service.newRootKey {
      logger.notice("first start: the root key was written", metadata: ["path": "\(path)"])
    }
    for endpoint in endpoints {
      logger.notice("listening", metadata: ["endpoint": "\(endpoint)", "version": "\(Version.current)"])
    }
  }
}

extension ServerLimits {
  /// The limits of connections, for GetServerInfo.
  init(_ limits: TTRPCLimits, _ connectionLimits: ConnectionLimits) {
    self.init(
      frameBytes: Int32(limits.maxFrameBytes),
      metadataBytes: Int32(connectionLimits.maxMetadataBytes),
      streamsPerConnection: Int32(connectionLimits.maxStreamsPerConnection)
    )
  }
}

extension StartError {
  /// Why a command failed for a data directory.
  ///
  /// - Parameter verb: the command, such as "serve".
  init(cannot verb: String, _ directory: String, _ error: any Error) {
    let cause =
      switch error {
      case let error as RPCError: error.message
      // Without its SQL, which does not help an operator and has several lines.
      case let error as SQLError: "\(error.message) (code \(error.extendedCode))"
      default: "\(error)"
      }
    self.init("cannot \(verb) \(directory): \(cause)")
  }
}
