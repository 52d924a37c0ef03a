import NIOCore
import ProtobufC
import RPC
import Transport

// MARK: - Late answers

extension CallRunner: CallCarrier {
  func finish(_ call: Call, with result: Result<[UInt8], RPCError>) {
    let stream = UInt32(call.id)
    guard streams.call(stream) != nil else {
      observer?.answeredTooLate(call, result.error)
      return
    }
    if call.method.shape.methodStreams { return sendReplies(of: call) }
    end(stream)
    switch result {
    case .success(let bytes): bytes.withUnsafeBytes { reply(to: call, $0) }
    case .failure(let error): fail(call, error)
    }
    flushIfDue()
  }

  func sendReplies(of call: Call) {
    let stream = UInt32(call.id)
    guard streams.call(stream) != nil, !repliesWaiting.contains(stream) else { return }
    let time = now
    while outbox.unreadBytes < connectionLimits.maxQueuedOutputBytes {
      switch call.replies.poll() {
      case .message(let message):
        guard message.count <= limits.maxFrameBytes else {
          return cancel(stream, .oversizeReply(limit: limits.maxFrameBytes))
        }
        send(FrameHeader(length: message.count, stream: stream, type: .data), message)
        streams.messagePassed(stream, at: time)
      case .end(let error):
        end(stream)
        if let error { return fail(call, error) }
        observer?.ended(call, nil)
        return send(
          FrameHeader(length: 0, stream: stream, type: .data, flags: [.remoteClosed, .noData]),
          []
        )
      case .nothing:
        return
      }
      flushIfDue()
    }
    repliesWaiting.append(stream)
  }

  func resumeRequests(of call: Call) {
    delegate?.streamDrained(UInt32(call.id))
    delegate?.resume()
  }

  func flush() {
    delegate?.flushReplies()
    delegate?.proceed()
  }

  /// Goes on with the replies that the peer had no room for.
  func sendWaitingReplies() {
    let waiting = repliesWaiting
    repliesWaiting = []
    for stream in waiting {
      if let held = streams.call(stream) { sendReplies(of: held.call) }
    }
    delegate?.flushReplies()
  }

  /// Ends an open stream.
  private func end(_ stream: UInt32) {
    if streams.finish(stream) != nil { noteEnd(of: stream) }
  }

  private func flushIfDue() {
    if outbox.isDue { delegate?.flushReplies() }
  }
}

// MARK: - Frames

extension CallRunner {
  /// Refuses a request that does not become a call.
  func refuse(_ stream: UInt32, _ refusal: Refusal, at time: Deadline) {
    refuse(stream, refusal.error(domain: errorDomain), at: time)
  }

  func refuse(_ stream: UInt32, _ error: RPCError, at time: Deadline) {
    observer?.ended(CallSummary(method: nil, peer: connection.peer, start: time, end: now, error: error))
    fail(stream, error)
    delegate?.callRefused()
  }

  func reply(to call: Call, _ bytes: UnsafeRawBufferPointer) {
    let stream = UInt32(call.id)
    delegate?.callReplied()
    var buffer = outbox.take()
    let fits = Envelope.appendReply(bytes, stream: stream, maxBytes: limits.maxFrameBytes, to: &buffer)
    outbox.put(buffer)
    if fits {
      observer?.ended(call, nil)
    } else {
      fail(call, Refusal.oversizeReply(limit: limits.maxFrameBytes).error(domain: errorDomain))
    }
  }

  func fail(_ call: Call, _ error: RPCError) {
    observer?.ended(call, error)
    fail(UInt32(call.id), error)
  }

  private func fail(_ stream: UInt32, _ error: RPCError) {
    // What the call had in the arena is done with, and may have used it up.
    arena.reset()
    var buffer = outbox.take()
    Envelope.appendFailure(
      error,
      stream: stream,
      maxBytes: limits.maxFrameBytes,
      arena: arena,
      to: &buffer
    )
    outbox.put(buffer)
  }

  private func send(_ header: FrameHeader, _ message: [UInt8]) {
    var buffer = outbox.take()
    buffer.writeFrameHeader(header)
    buffer.writeBytes(message)
    outbox.put(buffer)
  }
}
