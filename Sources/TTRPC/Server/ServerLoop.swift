import NIOCore
import RPC

/// What a server's connections on one event loop share.
///
/// `@unchecked Sendable`: what can change is used on the event loop only; every method asserts it.
final class ServerLoop: @unchecked Sendable {
  let worker: Worker
  let eventLoop: any EventLoop
  let router: Router
  let configuration: ServerConfiguration
  let counters: ServerCounters
  let budget: MemoryBudget

  private var connections: [ObjectIdentifier: ServerConnectionHandler] = [:]
  private var isDraining = false

  /// Connections that have more frames than one turn may run, in the order in which they go on.
  private var waitingForTurn = CircularBuffer<ServerConnectionHandler>()
  private var isTurnScheduled = false

  /// Its memory serves one connection after another, so that an idle connection has none.
  private var spareBuffer: ByteBuffer

  init(
    worker: Worker,
    eventLoop: any EventLoop,
    router: Router,
    configuration: ServerConfiguration,
    counters: ServerCounters,
    budget: MemoryBudget
  ) {
    self.worker = worker
    self.eventLoop = eventLoop
    self.router = router
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
  func giveTurn(to connection: ServerConnectionHandler) {
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
  func add(_ connection: ServerConnectionHandler) {
    worker.preconditionIsCurrent()
    connections[ObjectIdentifier(connection)] = connection
    if isDraining { connection.drain() }
  }

  func remove(_ connection: ServerConnectionHandler) {
    worker.preconditionIsCurrent()
    connections[ObjectIdentifier(connection)] = nil
  }

  /// Lets every connection end what it has begun; completes when the last one has closed.
  func drain() -> EventLoopFuture<Void> {
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
