import Synchronization

/// What the connections of a server, on all its event loops, hold for their peers: unfinished frames and
/// unread replies.
///
/// When they hold more than the limit, connections without authentication are closed, the largest first,
/// until an eighth is free. What the others hold is theirs to reduce: they are told that the limit is
/// exceeded.
package final class MemoryBudget: Sendable {
  /// One connection's part. Written by its event loop, read by all.
  package final class Account: Sendable {
    fileprivate let bytes = Atomic<Int>(0)
    fileprivate let isProtected = Atomic<Bool>(false)
    fileprivate let evict: @Sendable (_ bytes: Int) -> Void

    fileprivate init(evict: @escaping @Sendable (_ bytes: Int) -> Void) {
      self.evict = evict
    }
  }

  private let limit: Int
  private let total = Atomic<Int>(0)
  private let accounts = Mutex<[ObjectIdentifier: Account]>([:])

  package init(limit: Int) {
    self.limit = limit
  }

  /// - Parameter evict: closes the connection. Called from any thread.
  func open(evict: @escaping @Sendable (_ bytes: Int) -> Void) -> Account {
    let account = Account(evict: evict)
    accounts.withLock { $0[ObjectIdentifier(account)] = account }
    return account
  }

  package func close(_ account: Account) {
    accounts.withLock { $0[ObjectIdentifier(account)] = nil }
    set(account, 0)
  }

  /// Notes what a connection holds now.
  ///
  /// - Parameter isProtected: whether it may not be evicted.
  /// - Returns: whether the limit is exceeded all the same: the connection should hold less.
  package func charge(_ account: Account, bytes: Int, isProtected: Bool) -> Bool {
    // Most connections hold nothing, before and after.
    guard bytes > 0 || account.bytes.load(ordering: .relaxed) > 0 else { return false }
    account.isProtected.store(isProtected, ordering: .relaxed)
    set(account, bytes)
    guard total.load(ordering: .relaxed) > limit else { return false }
    evictLargest()
    return total.load(ordering: .relaxed) > limit
  }

  private func set(_ account: Account, _ bytes: Int) {
    let old = account.bytes.exchange(bytes, ordering: .relaxed)
    total.wrappingAdd(bytes - old, ordering: .relaxed)
  }

  private func evictLargest() {
    let evicted = accounts.withLock { accounts -> [(account: Account, bytes: Int)] in
      var evicted: [(account: Account, bytes: Int)] = []
      // By the bytes of one moment: they change while this runs.
      let candidates = accounts.values.lazy
        .filter { !$0.isProtected.load(ordering: .relaxed) }
        .map { (account: $0, bytes: $0.bytes.load(ordering: .relaxed)) }
        .filter { $0.bytes > 0 }
        .sorted { $0.bytes > $1.bytes }
      for candidate in candidates where total.load(ordering: .relaxed) > limit - limit / 8 {
        accounts[ObjectIdentifier(candidate.account)] = nil
        set(candidate.account, 0)
        evicted.append(candidate)
      }
      return evicted
    }
    for (account, bytes) in evicted { account.evict(bytes) }
  }
}
