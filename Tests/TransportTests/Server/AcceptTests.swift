import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import Transport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Accepting without file descriptors")
struct AcceptTests {
  @Test("pauses for a second, tells it once, and goes on", arguments: [EMFILE, ENFILE, ENOBUFS, ENOMEM])
  func pauses(code: Int32) throws {
    let events = Mutex<[ServerEvent]>([])
    var configuration = ServerConfiguration()
    configuration.report = { event in events.withLock { $0.append(event) } }
    let channel = EmbeddedChannel()
    let reads = Reads()
    try channel.pipeline.syncOperations.addHandler(reads)
    try AcceptReporter.assemble(channel, configuration)

    channel.read()
    #expect(reads.count == 1)
    for attempt in 1...3 {
      channel.pipeline.fireErrorCaught(IOError(errnoCode: code, reason: "accept"))
      channel.read()
      channel.read()
      #expect(reads.count == attempt)
      // NIO's handler measures its pause on the real clock.
      channel.embeddedEventLoop.advanceTime(to: .now() + .seconds(2))
      #expect(reads.count == attempt + 1)
    }
    #expect(events.withLock { $0 } == [.acceptPaused(cause: "\(String(cString: strerror(code))).")])
    channel.pipeline.fireChannelRead(EmbeddedChannel() as any NIOCore.Channel)
    channel.read()
    #expect(reads.count == 5)
    #expect(events.withLock { $0.last } == .acceptResumed)
    _ = try? channel.finish(acceptAlreadyClosed: true)
  }
}

/// Counts the reads that reach a socket.
private final class Reads: ChannelOutboundHandler {
  typealias OutboundIn = ByteBuffer
  private(set) var count = 0

  func read(context: ChannelHandlerContext) {
    count += 1
    context.read()
  }
}
