import Logging
import Mail
import ProtobufC
import RPC
import RosterProto
import SQL

/// The whole service without a network: serves a database, and provides a router.
package final class RosterService: Sendable {
  /// How the service is set up.
  package struct Options: Sendable {
    /// The database, which nobody else serves.
    package var database: any Database
    /// The file that the first start writes the root key to.
    package var rootKeyFile: String
    /// What computations take of the machine.
    package var computing: ComputeBudget
    /// The workers on which transports run calls.
    package var workers: WorkerGroup
    package var version: String
    /// The transport's limits, for GetServerInfo.
    package var limits: ServerLimits
    package var clock: WallClock
    package var mail: MailOptions
    /// Encrypts the secrets in the database.
    package var sealer: Sealer
    package var passwords: Passwords
    /// Receives how the database's upkeep goes, from who made the database.
    package var storage: StorageHealth
    package var logger: Logger

    package init(
      database: any Database,
      rootKeyFile: String,
      computing: ComputeBudget = ComputeBudget(),
      workers: WorkerGroup,
      version: String,
      limits: ServerLimits = ServerLimits(),
      clock: WallClock = .system,
      mail: MailOptions = MailOptions(),
      sealer: Sealer,
      passwords: Passwords = Passwords(),
      storage: StorageHealth,
      logger: Logger = Logger(label: "roster")
    ) {
      self.database = database
      self.rootKeyFile = rootKeyFile
      self.computing = computing
      self.workers = workers
      self.version = version
      self.limits = limits
      self.clock = clock
      self.mail = mail
      self.sealer = sealer
      self.passwords = passwords
      self.storage = storage
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
  private let database: any Database
  private let logger: Logger
  private let dispatcher: MailDispatcher?

  /// Migrates the database, and creates the root key where there is no principal.
  ///
  /// - Throws: `MigrationError` where the database does not fit this release.
  package init(_ options: Options) throws {
    logger = options.logger
    workers = options.workers
    requestLog = RequestLog(options.logger)
    storage = options.storage
    database = options.database
    try Self.migrate(database, now: options.clock.now())
    let ledger = Ledger([keys.resident, settings])
    store = try Store(
      database: database,
      workers: options.workers,
      computing: options.computing,
      ledger: ledger,
      logger: options.logger
    )

    let (rootKeyFile, now) = (options.rootKeyFile, options.clock.now())
    uses = KeyUseRecorder(keys: keys, writer: store.writer)
    let sealer = options.sealer
    let (isFirstStart, secret, questionKey) = try store.writer.perform { db in
      let events = StartupRecorder(db, ledger, now: now)
      try BuiltInRole.install(events)
      let isFirstStart = try RootKey.createIfNeeded(at: rootKeyFile, events)
      try MailQueries.sealSecrets(with: sealer, db)
      return (
        isFirstStart, try SecretQueries.secret("page tokens", db),
        try SecretQueries.secret("security questions", db)
      )
    }
    newRootKey = isFirstStart ? rootKeyFile : nil

    let outbox = MailOutbox(sealer: sealer)
    let composer = try options.mail.composer { [settings] in settings.current.productName }
    let sessionUses = SessionUseRecorder(writer: store.writer)
    let run = Runner(
      authenticator: Authenticator(
        keys: keys,
        uses: uses,
        sessionUses: sessionUses,
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
      sqliteVersion: database.engineVersion,
      protobufCVersion: ProtobufCLibrary.version,
      limits: Self.limits(options.limits)
    )
    var router = Self.router(run, PageTokens(key: secret), composer, keys, settings, info)
    Self.register(
      on: &router,
      run,
      PageTokens(key: secret),
      sessionUses,
      options.passwords,
      SecondFactors(sealer: sealer),
      SecurityQuestions(key: questionKey)
    )
    let services = Set(router.methods.map(\.service) + [HealthMethods.check.service])
    HealthService(run: run, services: services, health: health, storage: storage).register(on: &router)
    self.router = router
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
    do throws(SQLError) {
      try database.finish()
    } catch {
      logger.warning(
        "the database's files could not be put in order at the stop; the next start does it",
        metadata: ["cause": "\(error.message)"]
      )
    }
  }

  /// Migrates a database to this release's schema.
  ///
  /// - Returns: the migrations that were applied.
  @discardableResult
  package static func migrate(_ database: any Database, now: Time) throws -> [Migration] {
    let connection = try database.connect(.readWrite)
    return try Migrator(Schema.migrations(for: connection.dialect)).migrate(connection, now: now.microseconds)
  }

  private static func router(
    _ run: Runner,
    _ tokens: PageTokens,
    _ composer: MailComposer,
    _ keys: KeyDirectory,
    _ settings: SettingsDirectory,
    _ info: ServerInfo
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
    return router
  }

  /// The services that users sign in with.
  private static func register(
    on router: inout Router,
    _ run: Runner,
    _ tokens: PageTokens,
    _ uses: SessionUseRecorder,
    _ passwords: Passwords,
    _ secondFactors: SecondFactors,
    _ questions: SecurityQuestions
  ) {
    SessionService(
      run: run,
      tokens: tokens,
      uses: uses,
      passwords: passwords,
      secondFactors: secondFactors
    ).register(on: &router)
    CredentialService(
      run: run,
      passwords: passwords,
      secondFactors: secondFactors,
      questions: questions
    ).register(on: &router)
    PasskeyService(run: run, tokens: tokens).register(on: &router)
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
