import Synchronization

/// All API keys and whom they name, in memory: staff and services are few, and asked for on every call.
///
/// A change of keys, principals or roles publishes them anew when it has been committed and before it is
/// answered, and the version tells every connection that what it remembers is stale. So a revocation takes
/// effect at once, everywhere.
package final class KeyDirectory: Sendable {
  package struct Entry: Sendable {
    package let principal: CallingPrincipal
    package let expireTime: Time?
    package let isRevoked: Bool
    package let use: KeyUse
  }

  /// A key as the database has it.
  package struct StoredKey: Sendable {
    let id: Int64
    let hash: APIKey.Hash
    let expireTime: Time?
    let isRevoked: Bool
    let principal: CallingPrincipal
  }

  private struct State {
    var entries: [APIKey.Hash: Entry] = [:]
    var uses: [Int64: KeyUse] = [:]
  }

  private let state = Mutex(State())
  private let currentVersion = Atomic<UInt64>(0)

  package init() {}

  /// Grows with every change.
  package var version: UInt64 { currentVersion.load(ordering: .acquiring) }

  package func entry(_ hash: APIKey.Hash) -> Entry? {
    state.withLock { $0.entries[hash] }
  }

  /// Makes these all the keys there are. What is known of their use stays.
  ///
  /// - Parameter keys: as a transaction read them that has been committed since.
  package func publish(_ keys: [StoredKey]) {
    state.withLock { state in
      var next = State()
      for key in keys {
        let use = state.uses[key.id] ?? KeyUse()
        next.uses[key.id] = use
        next.entries[key.hash] = Entry(
          principal: key.principal,
          expireTime: key.expireTime,
          isRevoked: key.isRevoked,
          use: use
        )
      }
      state = next
    }
    currentVersion.add(1, ordering: .releasing)
  }

  /// When a key was last used since the start; nil for not at all.
  func lastUse(ofKey id: Int64) -> Time? {
    state.withLock { $0.uses[id] }?.last
  }

  /// When each key was last used since the start, for those that were.
  func lastUses() -> [(key: Int64, time: Time)] {
    state.withLock { $0.uses }.compactMap { id, use in use.last.map { (id, $0) } }
  }
}
