import NIOCore
import ProtobufC
import RPC

/// One event loop of a server, and what the connections on it share.
// Unchecked: all but the outbox, which has a lock, is used on the event loop only.
final class ServerWorker: @unchecked Sendable {
  let index: Int
  let eventLoop: any EventLoop
  let router: Router
  let configuration: ServerConfiguration
  let counters: ServerCounters
  let arena: Arena
  let outbox: Outbox

  private var connections: [ObjectIdentifier: ServerConnectionHandler] = [:]
  private var isDraining = false

  /// Its memory serves one connection after another, so that an idle connection has none.
  private var spareBuffer: ByteBuffer

  init(
    index: Int,
    eventLoop: any EventLoop,
    router: Router,
    configuration: ServerConfiguration,
    counters: ServerCounters
  ) {
    self.index = index
    self.eventLoop = eventLoop
    self.router = router
    self.configuration = configuration
    self.counters = counters
    arena = Arena(limit: configuration.limits.maxArenaBytes)
    outbox = Outbox(eventLoop: eventLoop)
    spareBuffer = ByteBuffer()
    spareBuffer.reserveCapacity(2 * configuration.limits.maxBatchedOutputBytes)
  }

  /// An empty buffer for replies. Where the socket still holds the last one, this is another.
  func takeBuffer() -> ByteBuffer {
    var buffer = spareBuffer
    spareBuffer = ByteBuffer()
    buffer.clear()
    return buffer
  }

  /// Gives a buffer back once it was written. One that a large reply has blown up is let go.
  func returnBuffer(_ buffer: ByteBuffer) {
    guard buffer.capacity <= 4 * configuration.limits.maxBatchedOutputBytes else { return }
    spareBuffer = buffer
  }
}

// MARK: - Connections

extension ServerWorker {
  func add(_ connection: ServerConnectionHandler) {
    connections[ObjectIdentifier(connection)] = connection
    if isDraining { connection.drain() }
  }

  func remove(_ connection: ServerConnectionHandler) {
    connections[ObjectIdentifier(connection)] = nil
  }

  /// Lets every connection end what it has begun; completes when the last one has closed.
  func drain() -> EventLoopFuture<Void> {
    isDraining = true
    let open = Array(connections.values)
    let closed = open.compactMap(\.closeFuture)
    for connection in open { connection.drain() }
    return .andAllComplete(closed, on: eventLoop)
  }

  /// Refuses what has not begun; the connections that wait for nothing else close.
  func refuseWaiting() {
    for connection in Array(connections.values) { connection.refuseWaiting() }
  }

  func closeAll() {
    for connection in Array(connections.values) { connection.close() }
  }
}
