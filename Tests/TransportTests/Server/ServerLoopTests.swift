import NIOCore
import NIOEmbedded
import RPC
import Synchronization
import Testing

@testable import Transport

@Suite("The connections of one event loop")
struct ServerLoopTests {
  @Test("connections that have more to run go on one at a time, in the order in which they asked")
  func turns() throws {
    let loop = EmbeddedLoop()
    let (one, oneChannel) = try loop.connect()
    let (other, otherChannel) = try loop.connect()
    for connection in [one, other, one] { loop.server.giveTurn(to: connection) }
    #expect(one.events.isEmpty && other.events.isEmpty, "the sockets are looked at first")
    loop.eventLoop.advanceTime(by: .microseconds(50))
    #expect((one.events.count, other.events.count) == (1, 0))
    loop.eventLoop.advanceTime(by: .microseconds(50))
    #expect((one.events.count, other.events.count) == (1, 1))
    loop.eventLoop.advanceTime(by: .microseconds(50))
    #expect((one.events.count, other.events.count) == (2, 1))
    for channel in [oneChannel, otherChannel] { _ = try channel.finish() }
  }

  @Test(
    "draining tells every connection, also one that comes later, and ends when those there were have closed"
  )
  func drain() throws {
    let loop = EmbeddedLoop()
    let (early, earlyChannel) = try loop.connect()
    let isDrained = Mutex(false)
    loop.server.drain().whenComplete { _ in isDrained.withLock { $0 = true } }
    #expect(early.events == ["drain"])
    #expect(!isDrained.withLock { $0 })
    let (late, lateChannel) = loop.accept()
    #expect(late.events == ["drain"])
    // The peer has a second to close its side.
    loop.eventLoop.advanceTime(by: .seconds(1))
    #expect(isDrained.withLock { $0 })
    #expect(!earlyChannel.isActive)
    _ = try lateChannel.finish(acceptAlreadyClosed: true)
  }

  @Test("at the end of the time to stop, every connection that is left is told so, and then closed")
  func closeAll() throws {
    let loop = EmbeddedLoop()
    let (connection, channel) = try loop.connect()
    loop.server.refuseWaiting()
    loop.server.closeAll()
    #expect(connection.events == ["refuseWaiting", "close"])
    loop.eventLoop.run()
    #expect(!channel.isActive)
    loop.server.closeAll()
    #expect(connection.events.count == 2, "one that has closed is not told any more")
  }

  @Test("the memory of a buffer serves one connection after another, unless a large reply was in it")
  func buffers() {
    let loop = EmbeddedLoop()
    let maximum = 4 * ConnectionLimits().maxBatchedOutputBytes
    let capacity = loop.server.takeBuffer().capacity
    #expect(capacity >= 2 * ConnectionLimits().maxBatchedOutputBytes)
    #expect(loop.server.takeBuffer().capacity == 0, "it is lent out")
    var buffer = ByteBuffer(repeating: 7, count: 100)
    loop.server.returnBuffer(buffer)
    #expect(loop.server.takeBuffer().readableBytes == 0)
    buffer.reserveCapacity(maximum + 1)
    loop.server.returnBuffer(buffer)
    #expect(loop.server.takeBuffer().capacity == 0)
  }

  @Test("it is used on its event loop only")
  func affinity() async {
    await #expect(processExitsWith: .failure) {
      let workers = EventLoopWorkers(count: 1)
      let loop = ServerLoop(
        worker: workers.group.workers[0],
        eventLoop: workers.eventLoops.any(),
        configuration: ServerConfiguration(),
        counters: ServerCounters(),
        budget: MemoryBudget(limit: 1)
      )
      _ = loop.takeBuffer()
    }
  }
}
