import SQL
import Synchronization

/// All API keys and whom they name, in memory: staff and services are few, and asked for on every call.
///
/// A change of keys, principals or roles loads it anew before the change is answered, and the version tells
/// every connection that what it remembers is stale. So a revocation takes effect at once, everywhere.
package final class KeyDirectory: Sendable {
  package struct Entry: Sendable {
    package let principal: Principal
    package let expireTime: Time?
    package let isRevoked: Bool
  }

  private let keys = Mutex<[APIKey.Hash: Entry]>([:])
  private let currentVersion = Atomic<UInt64>(0)

  package init() {}

  /// Grows with every change.
  package var version: UInt64 { currentVersion.load(ordering: .acquiring) }

  package func entry(_ hash: APIKey.Hash) -> Entry? {
    keys.withLock { $0[hash] }
  }

  /// Takes the keys from the database.
  package func load(from db: any Connection) throws {
    let loaded = try StaffQueries.keys(db)
    keys.withLock { $0 = loaded }
    currentVersion.add(1, ordering: .releasing)
  }
}
