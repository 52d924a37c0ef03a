import Roster
import RosterProto
import SQL
import SQLite
import TestSupport
import Testing
import Transport

/// One server for all cases of a suite, each of which has connections of its own.
struct SharedServer: Sendable {
  @TaskLocal static var current: SharedServer?

  let endpoint: Endpoint
  let directory: TemporaryDirectory
  let keys: Keys

  /// API keys that the server knows.
  struct Keys: Sendable {
    let root: String
    /// Of a principal whose role may only check permissions.
    let limited: String
    let revoked: String
    let expired: String
  }

  /// A connection to the suite's server whose calls speak as root.
  static func connect() throws -> RawConnection {
    let server = try #require(current, "The suite lacks the trait .served.")
    return try RawConnection(to: server.endpoint, token: server.keys.root)
  }
}

/// Starts a suite's server, and stops it after the last case.
struct ServedTrait: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test,
    testCase: Test.Case?,
    performing function: @Sendable () async throws -> Void
  ) async throws {
    let directory = TemporaryDirectory()
    let keys = try Self.prepare(directory)
    let server = try LiveServer(directory)
    defer { server.kill() }
    let shared = SharedServer(endpoint: server.endpoint, directory: directory, keys: keys)
    try await SharedServer.$current.withValue(shared) { try await function() }
  }

  /// A first start makes the database, and the other keys go into it before the next.
  private static func prepare(_ directory: TemporaryDirectory) throws -> SharedServer.Keys {
    try LiveServer.run(in: directory) { _ = $0.stop() }
    let (limited, revoked, expired) = (
      OpaqueToken.generate(.apiKey), OpaqueToken.generate(.apiKey), OpaqueToken.generate(.apiKey)
    )
    let now = WallClock.system.now()
    let past = Time(microseconds: now.microseconds - 1)
    let stamp = Stamp(now, revision: 1)
    let db = try directory.serverDatabase.connect(.readWrite)
    try db.transaction {
      let portal = try PrincipalQueries.insert(.service, name: "portal", role: "service", stamp, db).id
      try KeyQueries.insert(limited.hash, of: portal, label: "limited", stamp, db)
      try KeyQueries.insert(revoked.hash, of: portal, label: "revoked", stamp, db)
      try KeyQueries.insert(expired.hash, of: portal, label: "expired", expireTime: past, stamp, db)
      try KeyQueries.revoke(revoked.hash, stamp, db)
    }
    return SharedServer.Keys(
      root: try directory.rootKey(),
      limited: limited.text,
      revoked: revoked.text,
      expired: expired.text
    )
  }
}

extension Trait where Self == ServedTrait {
  /// A rosterd runs while the suite does: ``SharedServer/connect()``.
  static var served: Self { Self() }
}
