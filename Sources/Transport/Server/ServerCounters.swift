import Synchronization

/// What a server is doing at this moment.
public struct ServerSnapshot: Sendable, Hashable {
  /// Open connections.
  public let connections: Int

  /// Calls that wait for a late answer.
  public let callsInFlight: Int

  /// Calls that were run since the start.
  public let calls: Int

  /// Connections closed as they came in, since there were too many.
  public let refusedConnections: Int

  /// Connections closed because all of them together held too much memory.
  public let evictedConnections: Int
}

package final class ServerCounters: Sendable {
  private let connections = Atomic<Int>(0)
  private let callsInFlight = Atomic<Int>(0)
  private let calls = Atomic<Int>(0)
  private let refusedConnections = Atomic<Int>(0)
  private let evictedConnections = Atomic<Int>(0)

  package init() {}

  /// Counts a connection in, unless there are `limit` already.
  func admitConnection(limit: Int) -> Bool {
    guard connections.wrappingAdd(1, ordering: .relaxed).newValue <= limit else {
      connections.wrappingSubtract(1, ordering: .relaxed)
      return false
    }
    return true
  }

  func connectionRefused() {
    refusedConnections.wrappingAdd(1, ordering: .relaxed)
  }

  package func connectionEvicted() {
    evictedConnections.wrappingAdd(1, ordering: .relaxed)
  }

  func connectionClosed() {
    connections.wrappingSubtract(1, ordering: .relaxed)
  }

  package func callsRan(_ count: Int) {
    calls.wrappingAdd(count, ordering: .relaxed)
  }

  package func callsHeld(_ change: Int) {
    callsInFlight.wrappingAdd(change, ordering: .relaxed)
  }

  package var snapshot: ServerSnapshot {
    ServerSnapshot(
      connections: connections.load(ordering: .relaxed),
      callsInFlight: callsInFlight.load(ordering: .relaxed),
      calls: calls.load(ordering: .relaxed),
      refusedConnections: refusedConnections.load(ordering: .relaxed),
      evictedConnections: evictedConnections.load(ordering: .relaxed)
    )
  }
}
