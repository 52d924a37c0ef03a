import NIOCore
import NIOEmbedded
import Testing

@testable import Transport

@Suite("What a connection has for its peer")
struct ConnectionOutboxTests {
  /// An outbox on a channel that takes what the test lets it take.
  private final class Output {
    let loop: EmbeddedLoop
    let channel: EmbeddedChannel
    let outbox: ConnectionOutbox

    private final class Silent: ChannelInboundHandler {
      typealias InboundIn = ByteBuffer
    }

    /// An embedded channel has no half to close.
    private final class HalfClosing: ChannelOutboundHandler {
      typealias OutboundIn = ByteBuffer

      func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode == .all { context.close(mode: mode, promise: promise) }
      }
    }

    init(_ configure: (inout ConnectionLimits) -> Void = { _ in }) throws {
      var configuration = ServerConfiguration()
      configure(&configuration.limits)
      loop = EmbeddedLoop(configuration)
      channel = EmbeddedChannel(handlers: [HalfClosing(), Silent()], loop: loop.eventLoop)
      try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
      outbox = ConnectionOutbox(loop: loop.server)
      outbox.open(try channel.pipeline.syncOperations.context(handlerType: Silent.self))
    }

    deinit {
      outbox.close()
      _ = try? channel.finish(acceptAlreadyClosed: true)
    }

    func write(_ count: Int) {
      var buffer = outbox.take()
      buffer.writeRepeatingByte(7, count: count)
      outbox.put(buffer)
    }

    /// The sizes of what was handed to the socket since the last time.
    func written() throws -> [Int] {
      var sizes: [Int] = []
      while let buffer = try channel.readOutbound(as: ByteBuffer.self) { sizes.append(buffer.readableBytes) }
      return sizes
    }
  }

  @Test("what is written together leaves in one write, and nothing leaves before")
  func batch() throws {
    let output = try Output()
    for count in [1, 2, 3] { output.write(count) }
    #expect(try output.written().isEmpty)
    #expect(!output.outbox.flush())
    #expect(try output.written() == [6])
    #expect(!output.outbox.flush())
    #expect(try output.written().isEmpty)
  }

  @Test("a large batch is due before its end")
  func due() throws {
    let output = try Output { $0.maxBatchedOutputBytes = 10 }
    #expect(!output.outbox.isDue)
    output.write(9)
    #expect(!output.outbox.isDue)
    output.write(1)
    #expect(output.outbox.isDue)
  }

  @Test("while the peer reads nothing, what is written gathers and counts; then it leaves in one write")
  func backpressure() throws {
    let output = try Output()
    output.channel.isWritable = false
    output.write(100)
    #expect(output.outbox.flush(), "it is left unread")
    output.write(50)
    #expect(output.outbox.unreadBytes == 150)
    #expect(try output.written().isEmpty)
    #expect(!output.outbox.writabilityChanged())
    output.channel.isWritable = true
    #expect(output.outbox.writabilityChanged())
    #expect(output.outbox.unreadBytes == 0)
    #expect(!output.outbox.flush())
    #expect(try output.written() == [150])
  }

  @Test("the end comes after what was written, and the peer has a second to close its side")
  func finish() throws {
    let output = try Output()
    output.write(5)
    output.outbox.finish()
    #expect(try output.written() == [5])
    output.loop.eventLoop.advanceTime(by: .milliseconds(999))
    #expect(output.channel.isActive)
    output.loop.eventLoop.advanceTime(by: .milliseconds(1))
    #expect(!output.channel.isActive)
  }

  @Test("when the connection has gone, nothing is kept and nothing is written")
  func gone() throws {
    let output = try Output()
    output.channel.isWritable = false
    output.write(5)
    output.outbox.close()
    #expect(output.outbox.unreadBytes == 0)
    #expect(!output.outbox.isDue)
    #expect(!output.outbox.flush())
  }
}
