import NIOCore
import ProtobufC
import RPC
import Transport

/// A call that somebody awaits.
///
/// `@unchecked Sendable`: what can change is used on the connection's event loop only, which every way to it
/// asserts.
final class ClientCall: @unchecked Sendable {
  typealias Answer = Result<[UInt8], RPCError>

  let method: MethodDescriptor
  let payload: [UInt8]
  let metadata: [(key: String, value: String)]
  let deadline: Deadline?
  private let eventLoop: any EventLoop
  private var stream: UInt32?
  private var continuation: CheckedContinuation<Answer, Never>?
  private var hasAnswer = false

  init(
    on eventLoop: any EventLoop,
    _ method: MethodDescriptor,
    payload: [UInt8],
    metadata: [(key: String, value: String)],
    deadline: Deadline?
  ) {
    self.eventLoop = eventLoop
    self.method = method
    self.payload = payload
    self.metadata = metadata
    self.deadline = deadline
  }

  var isComplete: Bool {
    eventLoop.preconditionInEventLoop()
    return hasAnswer
  }

  /// Notes who waits for the answer. One that was given up before has its answer.
  ///
  /// - Returns: whether the call is to be sent.
  func start(_ continuation: CheckedContinuation<Answer, Never>) -> Bool {
    guard !isComplete else {
      continuation.resume(returning: .failure(ClientError.cancelled))
      return false
    }
    self.continuation = continuation
    return true
  }

  /// Notes the stream that it was sent on.
  func sent(on stream: UInt32?) {
    eventLoop.preconditionInEventLoop()
    self.stream = stream
  }

  /// Gives the call up.
  ///
  /// - Returns: its stream; nil where it was not sent.
  func cancel() -> UInt32? {
    complete(.failure(ClientError.cancelled))
    return stream
  }

  /// The first answer is the answer; a call may be given up while its reply is coming in.
  func complete(_ answer: Answer) {
    guard !isComplete else { return }
    hasAnswer = true
    continuation?.resume(returning: answer)
    continuation = nil
  }
}

extension TTRPCConnection {
  /// Makes a call and waits for its reply. From any thread.
  func perform(_ call: ClientCall) async throws(RPCError) -> [UInt8] {
    let answer = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        eventLoop.execute { self.start(call, continuation) }
      }
    } onCancel: {
      eventLoop.execute { self.cancel(call) }
    }
    return try answer.get()
  }

  /// Sends the calls that wait their turn, as far as there is room.
  func startWaiting() {
    eventLoop.assertInEventLoop()
    while !waiting.isEmpty, !isUsable || callsInFlight < configuration.maxCallsInFlight {
      send(waiting.removeFirst())
    }
  }

  private func start(_ call: ClientCall, _ continuation: CheckedContinuation<ClientCall.Answer, Never>) {
    guard call.start(continuation) else { return }
    guard callsInFlight < configuration.maxCallsInFlight || !isUsable else {
      waiting.append(call)
      if let deadline = call.deadline { setAlarm(deadline) }
      return
    }
    send(call)
  }

  private func cancel(_ call: ClientCall) {
    if let stream = call.cancel() { abandon(stream) }
  }

  private func send(_ call: ClientCall) {
    guard !call.isComplete else { return }
    do throws(RPCError) {
      let stream = try send(call.method, call.payload, call.metadata, call.deadline) { result in
        call.complete(result.map { Array($0) })
      }
      call.sent(on: stream)
    } catch {
      call.complete(.failure(error))
    }
  }

  /// Encodes a request and sends it.
  ///
  /// - Returns: the call's stream; nil where it failed at once, and `onReply` was told.
  private func send(
    _ method: MethodDescriptor,
    _ payload: [UInt8],
    _ metadata: [(key: String, value: String)],
    _ deadline: Deadline?,
    messages: StreamedMessages? = nil,
    onReply: @escaping ReplyHandler
  ) throws(RPCError) -> UInt32? {
    var timeout: Int64 = 0
    if let deadline {
      let left = deadline.nanosecondsLeft(now: Deadline(eventLoop.now))
      guard left > 0 else { throw ClientError.deadlineExceeded }
      timeout = Int64(clamping: left)
    }
    // Where this runs because a reply came in, that reply has been taken out of the arena.
    defer { arena.reset() }
    let envelope = payload.withUnsafeBytes { payload in
      try? Envelope.encodeRequest(
        method,
        payload: payload,
        timeoutNanoseconds: timeout,
        metadata: metadata,
        in: arena
      )
    }
    let limit = configuration.limits.maxFrameBytes
    guard let envelope, envelope.count <= limit else { throw ClientError.requestTooLarge(limit: limit) }
    return send(
      envelope: envelope,
      hasNoSideEffects: method.hasNoSideEffects,
      deadline: deadline,
      messages: messages,
      onReply: onReply
    )
  }
}

// MARK: - Streams

extension TTRPCConnection {
  /// Opens a call that streams, and closes the connection with it. From any thread.
  ///
  /// The connection should be the stream's own: ttrpc has no flow control, so that a stream whose messages
  /// nobody takes holds up its connection, and no word for giving a call up but to close.
  func stream(
    _ method: MethodDescriptor,
    payload: [UInt8],
    metadata: [(key: String, value: String)],
    deadline: Deadline?
  ) -> ClientStream {
    let messages = StreamedMessages(method.shape)
    messages.replies.whenWritable { [eventLoop] in eventLoop.execute { self.resume() } }
    messages.requests?.whenReadable { [eventLoop] in eventLoop.execute { self.sendMessages() } }
    eventLoop.execute {
      do throws(RPCError) {
        _ = try self.send(method, payload, metadata, deadline, messages: messages) { result in
          messages.end(result.map { Array($0) })
          self.close()
        }
        self.sendMessages()
      } catch {
        messages.end(.failure(error))
        self.close()
      }
    }
    return ClientStream(requests: messages.requests, replies: messages.replies) { self.close() }
  }
}
