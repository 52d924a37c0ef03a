import NIOCore
import RPC

/// What a server's connections on one event loop share.
///
/// `@unchecked Sendable`: what can change is used on the event loop only; every method asserts it.
package final class ServerLoop: @unchecked Sendable {
  package let worker: Worker
  package let eventLoop: any EventLoop
  package let configuration: ServerConfiguration
  package let counters: ServerCounters
  package let budget: MemoryBudget

  private var connections: [ObjectIdentifier: any ServedConnection] = [:]
  private var isDraining = false

  /// Connections that have more to run than one turn allows, in the order in which they go on.
  private var waitingForTurn = CircularBuffer<any ServedConnection>()
  private var isTurnScheduled = false

  /// Its memory serves one connection after another, so that an idle connection has none.
  private var spareBuffer: ByteBuffer

  package init(
    worker: Worker,
    eventLoop: any EventLoop,
    configuration: ServerConfiguration,
    counters: ServerCounters,
    budget: MemoryBudget
  ) {
    self.worker = worker
    self.eventLoop = eventLoop
    self.configuration = configuration
    self.counters = counters
    self.budget = budget
    spareBuffer = ByteBuffer()
    spareBuffer.reserveCapacity(2 * configuration.limits.maxBatchedOutputBytes)
  }

  /// An empty buffer for replies. Where the socket still holds the last one, this is another.
  func takeBuffer() -> ByteBuffer {
    worker.preconditionIsCurrent()
    var buffer = spareBuffer
    spareBuffer = ByteBuffer()
    buffer.clear()
    return buffer
  }

  /// Gives a buffer back once it was written. One that a large reply has blown up is let go.
  func returnBuffer(_ buffer: ByteBuffer) {
    worker.preconditionIsCurrent()
    guard buffer.capacity <= 4 * configuration.limits.maxBatchedOutputBytes else { return }
    spareBuffer = buffer
  }
}

// MARK: - Turns

extension ServerLoop {
  /// Between two turns the event loop looks at its sockets. What is due at once would run before it does.
  private static let pauseBetweenTurns = TimeAmount.microseconds(50)

  /// Has a connection go on when it is its turn again.
  package func giveTurn(to connection: any ServedConnection) {
    worker.preconditionIsCurrent()
    waitingForTurn.append(connection)
    scheduleTurn()
  }

  private func scheduleTurn() {
    guard !isTurnScheduled, !waitingForTurn.isEmpty else { return }
    isTurnScheduled = true
    eventLoop.scheduleTask(in: Self.pauseBetweenTurns) {
      self.isTurnScheduled = false
      self.waitingForTurn.removeFirst().takeTurn()
      self.scheduleTurn()
    }
  }
}

// MARK: - Connections

extension ServerLoop {
  /// Counts a connection in, until ``remove(_:_:)``.
  ///
  /// - Returns: its part of what all connections hold.
  package func add(_ connection: any ServedConnection) -> MemoryBudget.Account {
    worker.preconditionIsCurrent()
    connections[ObjectIdentifier(connection)] = connection
    let account = budget.open { [weak connection, eventLoop] bytes in
      guard let connection else { return }
      eventLoop.execute { connection.evict(bytes: bytes) }
    }
    if isDraining { connection.drain() }
    return account
  }

  /// Notes that a connection was closed since all together held too much, and tells the operator.
  package func noteEviction(of peer: Peer, bytes: Int) {
    counters.connectionEvicted()
    configuration.report?(.connectionEvicted(peer: peer.address, bytes: bytes))
  }

  package func remove(_ connection: any ServedConnection, _ account: MemoryBudget.Account) {
    worker.preconditionIsCurrent()
    connections[ObjectIdentifier(connection)] = nil
    budget.close(account)
  }

  /// Lets every connection end what it has begun; completes when the last one has closed.
  package func drain() -> EventLoopFuture<Void> {
    worker.preconditionIsCurrent()
    isDraining = true
    let open = Array(connections.values)
    let closed = open.compactMap(\.closeFuture)
    for connection in open { connection.drain() }
    return .andAllComplete(closed, on: eventLoop)
  }

  /// Refuses what has not begun; the connections that wait for nothing else close.
  func refuseWaiting() {
    worker.preconditionIsCurrent()
    for connection in Array(connections.values) { connection.refuseWaiting() }
  }

  func closeAll() {
    worker.preconditionIsCurrent()
    for connection in Array(connections.values) { connection.close() }
  }
}
