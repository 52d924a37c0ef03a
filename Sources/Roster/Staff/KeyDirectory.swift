import Synchronization

/// All API keys and their principals, in memory: there are few, and every call looks one up.
///
/// A change of keys, principals or roles publishes them again after its commit and before its response. That
/// raises the version, which invalidates the entry that each connection has cached. So a revocation takes
/// effect at once, on every connection.
package final class KeyDirectory: Sendable {
  package struct Entry: Sendable {
    package let principal: CallingPrincipal
    package let expireTime: Time?
    package let isRevoked: Bool
    package let use: KeyUse
  }

  /// A key as stored.
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

  /// Raised by every change.
  package var version: UInt64 { currentVersion.load(ordering: .acquiring) }

  package func entry(_ hash: APIKey.Hash) -> Entry? {
    state.withLock { $0.entries[hash] }
  }

  /// Replaces all keys. The recorded uses are kept.
  ///
  /// - Parameter keys: read in a transaction that has since been committed.
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

  /// When a key was last used since the start; nil for never.
  func lastUse(ofKey id: Int64) -> Time? {
    state.withLock { $0.uses[id] }?.last
  }

  /// When each key was last used since the start, for those that were.
  func lastUses() -> [(key: Int64, time: Time)] {
    state.withLock { $0.uses }.compactMap { id, use in use.last.map { (id, $0) } }
  }
}
