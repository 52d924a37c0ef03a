import NIOCore
import ProtobufC
import RPC

/// A call that somebody awaits.
// Unchecked: what can change is used on the connection's event loop only.
final class ClientCall: @unchecked Sendable {
  typealias Answer = Result<[UInt8], RPCError>

  let method: MethodDescriptor
  let payload: [UInt8]
  let metadata: [(key: String, value: String)]
  let deadline: Deadline?
  fileprivate var stream: UInt32?
  fileprivate var continuation: CheckedContinuation<Answer, Never>?
  private(set) var isComplete = false

  init(
    _ method: MethodDescriptor,
    payload: [UInt8],
    metadata: [(key: String, value: String)],
    deadline: Deadline?
  ) {
    self.method = method
    self.payload = payload
    self.metadata = metadata
    self.deadline = deadline
  }

  /// The first answer is the answer; a call may be given up while its reply is coming in.
  func complete(_ answer: Answer) {
    guard !isComplete else { return }
    isComplete = true
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
    while !waiting.isEmpty, !isUsable || callsInFlight < configuration.maxCallsInFlight {
      send(waiting.removeFirst())
    }
  }

  private func start(_ call: ClientCall, _ continuation: CheckedContinuation<ClientCall.Answer, Never>) {
    guard !call.isComplete else {
      // It was given up before it came here.
      continuation.resume(returning: .failure(ClientError.cancelled))
      return
    }
    call.continuation = continuation
    guard callsInFlight < configuration.maxCallsInFlight || !isUsable else {
      waiting.append(call)
      if let deadline = call.deadline { setAlarm(deadline) }
      return
    }
    send(call)
  }

  private func cancel(_ call: ClientCall) {
    call.complete(.failure(ClientError.cancelled))
    if let stream = call.stream { abandon(stream) }
  }

  private func send(_ call: ClientCall) {
    guard !call.isComplete else { return }
    var timeout: Int64 = 0
    if let deadline = call.deadline {
      let now = Deadline(eventLoop.now)
      guard deadline > now else { return call.complete(.failure(ClientError.deadlineExceeded)) }
      timeout = Int64(clamping: deadline.uptimeNanoseconds - now.uptimeNanoseconds)
    }
    // Where this runs because a reply came in, that reply has been taken out of the arena.
    defer { arena.reset() }
    let envelope = call.payload.withUnsafeBytes { payload in
      try? Envelope.encodeRequest(
        call.method,
        payload: payload,
        timeoutNanoseconds: timeout,
        metadata: call.metadata,
        in: arena
      )
    }
    let limit = configuration.limits.maxFrameBytes
    guard let envelope, envelope.count <= limit else {
      return call.complete(.failure(ClientError.requestTooLarge(limit: limit)))
    }
    call.stream = send(
      envelope: envelope,
      hasNoSideEffects: call.method.hasNoSideEffects,
      deadline: call.deadline
    ) { result in
      call.complete(result.map { Array($0) })
    }
  }
}
