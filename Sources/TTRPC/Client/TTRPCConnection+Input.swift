import NIOCore
import ProtobufC
import RPC

// From bytes to answers.
extension TTRPCConnection {
  package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    input.append(unwrapInboundIn(data))
    receiveFrames()
  }

  package func read(context: ChannelHandlerContext) {
    if isPaused { isReadHeld = true } else { context.read() }
  }

  /// Goes on after a pause.
  func resume() {
    eventLoop.preconditionInEventLoop()
    guard isPaused else { return }
    isPaused = false
    receiveFrames()
    isReading = false
    flush()
    guard !isPaused, isReadHeld else { return }
    isReadHeld = false
    context?.read()
  }

  private func receiveFrames() {
    isReading = true
    frames: while !isPaused {
      switch input.next() {
      case .frame(let header, let body):
        receive(header, body)
      case .oversize(let header):
        let error = ClientError.replyTooLarge(header.length, limit: limits.maxFrameBytes)
        fail(header.stream, error)
      case .corrupt:
        input.drop()
        close()
        break frames
      case .needMore:
        break frames
      }
    }
    input.trim()
  }

  package func channelReadComplete(context: ChannelHandlerContext) {
    isReading = false
    flush()
    context.fireChannelReadComplete()
  }

  package func errorCaught(context: ChannelHandlerContext, error: any Error) {
    cause = error
    context.close(promise: nil)
  }

  private func receive(_ header: FrameHeader, _ body: ByteBuffer) {
    // What belongs to no call was not asked for.
    guard let call = pending[header.stream] else { return }
    if header.type == .data, let messages = call.messages {
      if messages.receive(header, body, on: self) {
        complete(header.stream, .success(.init(start: nil, count: 0)))
      }
      return
    }
    guard header.type == .response else { return }
    defer { arena.reset() }
    body.withUnsafeReadableBytes { bytes in
      do {
        complete(header.stream, try Envelope.decodeResponse(bytes, in: arena))
      } catch {
        fail(header.stream, ClientError.unreadableReply(error))
      }
    }
  }
}
