import SQL

/// All API keys and their principals, in memory: there are few, and every call looks one up.
///
/// A change of keys, principals or roles counts when it has been committed and before it is answered, and the
/// version tells every connection that what it remembers is stale. So a revocation takes effect at once,
/// everywhere.
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
    let hash: TokenHash
    let expireTime: Time?
    let isRevoked: Bool
    let principal: CallingPrincipal
  }

  package struct State: Sendable {
    fileprivate var entries: [TokenHash: Entry] = [:]
    fileprivate var uses: [Int64: KeyUse] = [:]

    fileprivate init() {}

    /// These keys. What is known of their use stays.
    fileprivate init(_ keys: [StoredKey], after former: State) {
      for key in keys {
        let use = former.uses[key.id] ?? KeyUse()
        uses[key.id] = use
        entries[key.hash] = Entry(
          principal: key.principal,
          expireTime: key.expireTime,
          isRevoked: key.isRevoked,
          use: use
        )
      }
    }
  }

  package let resident = Resident(State(), version: \.directoryVersion) { db, former in
    State(try KeyQueries.snapshot(db), after: former)
  }

  package init() {}

  /// Grows with every change.
  package var version: UInt64 { resident.changeCount }

  package func entry(_ hash: TokenHash) -> Entry? {
    resident.read { $0.entries[hash] }
  }

  /// When a key was last used since the start; nil for never.
  func lastUse(ofKey id: Int64) -> Time? {
    resident.read { $0.uses[id] }?.last
  }

  /// When each key was last used since the start, for those that were.
  func lastUses() -> [(key: Int64, time: Time)] {
    resident.read { $0.uses }.compactMap { id, use in use.last.map { (id, $0) } }
  }
}
