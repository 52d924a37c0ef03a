import Credentials
import Foundation
import Logging
import RPC
import Roster
import RosterProto
import SQL
import SQLite
import Synchronization
import TestSupport

/// A complete service on its own database, called in process, without the network.
final class TestService: Sendable {
  let directory: TemporaryDirectory
  let clock = SettableClock()
  /// The sessions of signed-in users.
  var sessions: TestSessions { TestSessions(test: self) }
  let service: RosterService
  let channel: InProcessChannel
  /// The root key, which belongs to the first owner.
  let rootToken: String

  private let isStopped = Atomic(false)

  /// - Parameter keepsInstallationEvents: whether the events of the first start are kept. Without them the
  ///   test's own events begin at 1.
  init(
    in directory: TemporaryDirectory? = nil,
    keepsInstallationEvents: Bool = false,
    _ configure: (inout RosterService.Options) -> Void = { _ in }
  ) throws {
    let directory = directory ?? TemporaryDirectory()
    self.directory = directory
    var options = Self.options(in: directory, clock: clock)
    configure(&options)
    service = try RosterService(options)
    channel = InProcessChannel(
      router: service.router,
      workers: service.workers,
      errorDomain: RPCError.domain,
      observer: service.requestLog
    )
    let key = try String(contentsOfFile: Self.rootKeyFile(in: directory), encoding: .utf8)
    rootToken = key.trimmingCharacters(in: .newlines)
    if service.newRootKey != nil, !keepsInstallationEvents { try forgetEvents() }
  }

  /// Deletes all events, which only someone with access to the file can do.
  private func forgetEvents() throws {
    try changeRows { db in
      let trigger = try db.first(sql: "SELECT sql FROM sqlite_schema WHERE name = 'events_not_deleted'") {
        $0.text(0)
      }
      try db.execute(script: "DROP TRIGGER events_not_deleted; DELETE FROM events; \(trigger!)")
      try db.execute(script: "UPDATE heads SET event_id = 0, event_hash = x'', directory_version = 0")
    }
  }

  deinit {
    stop()
  }

  /// - Parameter database: how connections are set up, besides what all tests do.
  static func options(
    in directory: TemporaryDirectory,
    clock: SettableClock = SettableClock(),
    database: SQLiteDatabase.Options = SQLiteDatabase.Options()
  ) -> RosterService.Options {
    var database = database
    // These tests do not depend on whether a commit is on disk.
    database.durability = .none
    let logger = Logger(label: "test")
    return RosterService.Options(
      database: SQLiteDatabase(path: directory.database.path, options: database),
      rootKeyFile: rootKeyFile(in: directory),
      workers: .onCallersThreads(),
      version: "1.2.3",
      clock: WallClock { clock.now },
      // One for all: a service may be started again on its database.
      sealer: sealer,
      passwords: Passwords(parameters: Argon2Parameters(memoryKiB: 8, passes: 1, lanes: 1)!),
      storage: StorageHealth(logger: logger),
      logger: logger
    )
  }

  static let sealer = Sealer.forTests()

  static func rootKeyFile(in directory: TemporaryDirectory) -> String { "\(directory.path)/root.key" }

  func stop() {
    if !isStopped.exchange(true, ordering: .relaxed) { service.stop() }
  }

  // MARK: Calling

  var users: UserServiceClient { users(as: rootToken) }
  var accounts: AccountServiceClient { accounts(as: rootToken) }
  var access: AccessServiceClient { access(as: rootToken) }
  var staff: StaffServiceClient { staff(as: rootToken) }

  func users(as token: String?) -> UserServiceClient {
    UserServiceClient(channel: channel, options: Self.options(token))
  }

  func accounts(as token: String?) -> AccountServiceClient {
    AccountServiceClient(channel: channel, options: Self.options(token))
  }

  func access(as token: String?) -> AccessServiceClient {
    AccessServiceClient(channel: channel, options: Self.options(token))
  }

  func staff(as token: String?) -> StaffServiceClient {
    StaffServiceClient(channel: channel, options: Self.options(token))
  }

  /// A call as root with bytes that need not be a message.
  func call(_ method: MethodDescriptor, payload: [UInt8]) async throws(RPCError) -> [UInt8] {
    try await channel.call(method, payload: payload, options: Self.options(rootToken))
  }

  static func options(_ token: String?, timeout: Duration? = nil) -> CallOptions {
    CallOptions(timeout: timeout, metadata: token.map { [("authorization", "Bearer \($0)")] } ?? [])
  }

  // MARK: Callers

  /// The token of a new principal with that role.
  func makeToken(role: String, expireTime: Time? = nil) throws -> String {
    let key = OpaqueToken.generate(.apiKey)
    try changeRows { [stamp] db in
      let name = "\(role) \(UUID())"
      let principal = try PrincipalQueries.insert(.service, name: name, role: role, stamp, db)
      try KeyQueries.insert(key.hash, of: principal.id, label: "", expireTime: expireTime, stamp, db)
    }
    return key.text
  }

  func revoke(_ token: String) throws {
    try changeRows { [stamp] db in
      try KeyQueries.revoke(TokenHash(of: token.utf8), stamp, db)
    }
  }

  /// For rows that are made without an event.
  private var stamp: Stamp { Stamp(clock.now, revision: 1) }

  /// Changes rows without an event, as no method does; what the service has in memory is then read anew.
  func changeRows(_ body: @escaping @Sendable (any Connection) throws -> Void) throws {
    try service.store.writer.perform { [ledger = service.store.ledger] db in
      try body(db)
      ledger.feed.forget()
    }
    // It is read when a transaction begins.
    try service.store.writer.perform { _ in }
  }

  // MARK: The database

  /// Runs SQL, for states that no method can create yet.
  func execute(_ sql: String) throws {
    try service.store.writer.perform { try $0.execute(script: sql) }
  }

  /// The single number that a query returns.
  func integer(_ sql: String) throws -> Int64? {
    try directory.database.connect(.readOnly).first(sql: sql) { $0.int64(0) }
  }
}
