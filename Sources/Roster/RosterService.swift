import Logging
import Mail
import ProtobufC
import RPC
import RosterProto
import SQL
import SQLite

/// The whole service without a network: opens a database and provides a router.
package final class RosterService: Sendable {
  /// How the service is set up.
  package struct Options: Sendable {
    /// The directory of the database and the root key.
    package var directory: String
    /// How connections to the database are set up.
    package var database = SQLiteDatabase.Options()
    /// The workers on which transports run calls.
    package var workers: WorkerGroup
    package var version: String
    /// The transport's limits, for GetServerInfo.
    package var limits: ServerLimits
    package var clock: WallClock
    /// Where session tokens are looked up.
    package var sessions: any SessionDirectory
    package var mail: MailOptions
    package var logger: Logger

    package init(
      directory: String,
      workers: WorkerGroup,
      version: String,
      limits: ServerLimits = ServerLimits(),
      clock: WallClock = .system,
      sessions: any SessionDirectory = NoSessions(),
      mail: MailOptions = MailOptions(),
      logger: Logger = Logger(label: "roster")
    ) {
      self.directory = directory
      self.workers = workers
      self.version = version
      self.limits = limits
      self.clock = clock
      self.sessions = sessions
      self.mail = mail
      self.logger = logger
    }
  }

  /// Dispatches to every method; called by transports that run on ``workers``.
  package let router: Router
  package let workers: WorkerGroup
  /// Logs calls; transports report each call to it.
  package let requestLog: RequestLog
  package let health = ServerHealth()
  package let storage: StorageHealth
  package let store: Store
  package let keys = KeyDirectory()
  package let settings = SettingsDirectory()
  /// Where the root key was written, if this was the first start.
  package let newRootKey: String?

  private let uses: KeyUseRecorder
  private let database: SQLiteDatabase
  private let lock: DirectoryLock
  private let logger: Logger
  private let dispatcher: MailDispatcher?

  /// Locks the directory, migrates its database, and creates the root key where there is no principal.
  ///
  /// - Throws: `DirectoryLock.Failure` where another process holds the lock, `MigrationError` where the
  ///   database does not fit this release.
  package init(_ options: Options) throws {
    lock = try DirectoryLock(directory: options.directory)
    logger = options.logger
    workers = options.workers
    requestLog = RequestLog(options.logger)
    let storage = StorageHealth(
      maxLogPages: 2 * options.database.walAutocheckpointPages,
      logger: options.logger
    )
    self.storage = storage
    var databaseOptions = options.database
    databaseOptions.checkpointed = { storage.note($0) }
    database = Self.database(in: options.directory, databaseOptions)
    try Self.migrate(database, now: options.clock.now())
    let ledger = Ledger([keys.resident, settings])
    store = try Store(database: database, workers: options.workers, ledger: ledger, logger: options.logger)

    let (directory, now) = (options.directory, options.clock.now())
    uses = KeyUseRecorder(keys: keys, writer: store.writer)
    let secret: [UInt8]
    (newRootKey, secret) = try store.writer.perform { db in
      let events = StartupRecorder(db, ledger, now: now)
      try BuiltInRole.install(events)
      let rootKey = try RootKey.createIfNeeded(in: directory, events)
      return (rootKey, try SecretQueries.secret("page tokens", db))
    }

    let outbox = MailOutbox()
    let composer = try options.mail.composer { [settings] in settings.current.productName }
    let run = Runner(
      authenticator: Authenticator(
        keys: keys,
        uses: uses,
        sessions: options.sessions,
        clock: options.clock
      ),
      store: store,
      settings: settings,
      outbox: outbox,
      clock: options.clock
    )
    let info = ServerInfo(
      name: "rosterd",
      version: options.version,
      startTime: Timestamp(now),
      schemaVersion: Int32(Schema.version),
      sqliteVersion: SQLiteDatabase.libraryVersion,
      protobufCVersion: ProtobufCLibrary.version,
      limits: Self.limits(options.limits)
    )
    router = Self.router(run, PageTokens(key: secret), composer, keys, settings, info, health, storage)
    dispatcher = options.mail.transport.map { [store] transport in
      MailDispatcher(
        outbox: outbox,
        writer: store.writer,
        composer: composer,
        transport: transport,
        clock: options.clock,
        logger: options.logger
      )
    }
  }

  /// Stops accepting work and finishes what was accepted.
  package func stop() {
    // It still writes the outcome of deliveries in progress, so the store stops after it.
    dispatcher?.stop()
    uses.save()
    store.stop()
    // Leaves one complete database file. If this fails, the next start reads the write-ahead log.
    do {
      if try database.open(.readWrite).checkpoint(.truncate) { return }
      logger.warning("the write-ahead log could not be emptied at shutdown: another program has it open")
    } catch {
      logger.error("the write-ahead log could not be emptied at shutdown", metadata: ["cause": "\(error)"])
    }
  }

  package static func database(
    in directory: String,
    _ options: SQLiteDatabase.Options = SQLiteDatabase.Options()
  ) -> SQLiteDatabase {
    SQLiteDatabase(path: "\(directory)/roster.db", options: options)
  }

  /// Migrates a database to this release's schema.
  ///
  /// - Returns: the migrations that were applied.
  @discardableResult
  package static func migrate(_ database: SQLiteDatabase, now: Time) throws -> [Migration] {
    let connection = try database.connect(.readWrite)
    return try Migrator(Schema.migrations(for: connection.dialect)).migrate(connection, now: now.microseconds)
  }

  /// How a database differs from the schema that its first `count` migrations create.
  package static func schemaDifferences(
    of connection: SQLiteConnection,
    applied count: Int
  ) throws -> [SchemaDifference] {
    let sound = try SQLiteDatabase.openInMemory()
    try Migrator(Array(Schema.migrations(for: sound.dialect).prefix(count))).migrate(sound, now: 0)
    return try connection.schemaDifferences(from: sound)
  }

  private static func router(
    _ run: Runner,
    _ tokens: PageTokens,
    _ composer: MailComposer,
    _ keys: KeyDirectory,
    _ settings: SettingsDirectory,
    _ info: ServerInfo,
    _ health: ServerHealth,
    _ storage: StorageHealth
  ) -> Router {
    var router = Router()
    UserService(run: run, tokens: tokens).register(on: &router)
    AccountService(run: run, tokens: tokens).register(on: &router)
    AccessService(run: run).register(on: &router)
    EventService(run: run, tokens: tokens).register(on: &router)
    InvitationService(run: run, tokens: tokens).register(on: &router)
    MailService(run: run, tokens: tokens, composer: composer).register(on: &router)
    SettingsService(run: run, directory: settings).register(on: &router)
    StaffService(run: run, tokens: tokens, keys: keys).register(on: &router)
    SystemService(run: run, info: info).register(on: &router)
    let services = Set(router.methods.map(\.service) + [HealthMethods.check.service])
    HealthService(run: run, services: services, health: health, storage: storage).register(on: &router)
    return router
  }

  private static func limits(_ transport: ServerLimits) -> ServerLimits {
    var limits = transport
    limits.pageSize = Int32(Limits.maxPageEntries)
    limits.batchSize = Int32(Limits.maxBatchEntries)
    limits.emailBytes = Int32(Limits.maxEmailBytes)
    limits.nameCodePoints = Int32(Limits.maxNameCodePoints)
    return limits
  }
}
