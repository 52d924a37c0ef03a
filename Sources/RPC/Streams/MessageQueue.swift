import Synchronization
import Work

/// The messages of one direction of a stream, on their way from one producer to one consumer.
///
/// It is the back-pressure of every stream, whatever carries it. It is bounded in messages and in bytes: a
/// producer that is told that there is no room stops until there is. Either side may wait for the other
/// (``send(_:)``, ``next()``) or be told by a signal, as a transport is. Each side is one party at a time, on
/// any thread.
package final class MessageQueue: Sendable {
  package struct Bounds: Sendable, Hashable {
    package var maxMessages: Int
    /// The message that exceeds this many bytes is still taken; the next has to wait.
    package var maxBytes: Int

    package init(maxMessages: Int, maxBytes: Int) {
      self.maxMessages = maxMessages
      self.maxBytes = maxBytes
    }
  }

  /// What a consumer finds.
  package enum Element: Sendable {
    case message([UInt8])
    /// The producer has finished; with an error where the stream failed.
    case end(RPCError?)
    /// Nothing yet. The consumer's signal follows.
    case nothing
  }

  private typealias Sender = CheckedContinuation<Result<Void, RPCError>, Never>
  private typealias Receiver = CheckedContinuation<Result<[UInt8]?, RPCError>, Never>

  private struct State {
    var messages: BoundedQueue<[UInt8]>
    var bytes = 0
    /// Set when the producer has finished.
    var end: Result<Void, RPCError>?
    /// Set when the consumer takes no more.
    var abandoned: RPCError?
    var sender: Sender?
    var receiver: Receiver?
    var onReadable: (@Sendable () -> Void)?
    var onWritable: (@Sendable () -> Void)?
    /// Whether the producer was told that there is no room, and has not been told of room since.
    var isFull = false

    func hasRoom(in bounds: Bounds) -> Bool {
      messages.count < bounds.maxMessages && bytes < bounds.maxBytes
    }
  }

  private let bounds: Bounds
  private let state: Mutex<State>

  package init(_ bounds: Bounds) {
    self.bounds = bounds
    state = Mutex(State(messages: BoundedQueue(capacity: bounds.maxMessages)))
  }

  /// Bytes of the messages that wait.
  package var bytes: Int { state.withLock { $0.bytes } }
}

// MARK: - The producer's side

extension MessageQueue {
  /// What became of a message.
  package enum Offer: Sendable, Equatable {
    /// It was taken, and there is room for another.
    case taken
    /// It was taken, and there is no room for another until the producer's signal.
    case takenAndFull
    /// There was no room; the message was not taken.
    case refused
    /// The consumer has given up; nobody will read it.
    case abandoned
  }

  /// Has `signal` called when there is room again, or when the consumer gives up. Set before the first
  /// message.
  package func whenWritable(_ signal: @escaping @Sendable () -> Void) {
    state.withLock { $0.onWritable = signal }
  }

  /// Hands a message over without waiting.
  package func offer(_ message: [UInt8]) -> Offer {
    let (offer, wake) = state.withLock { state -> (Offer, (@Sendable () -> Void)?) in
      precondition(state.end == nil, "a stream that has finished takes no message")
      guard state.abandoned == nil else { return (.abandoned, nil) }
      if let receiver = state.receiver {
        state.receiver = nil
        return (.taken, { receiver.resume(returning: .success(message)) })
      }
      guard state.hasRoom(in: bounds), state.messages.append(message) else {
        state.isFull = true
        return (.refused, nil)
      }
      state.bytes += message.count
      state.isFull = !state.hasRoom(in: bounds)
      let wake = state.messages.count == 1 ? state.onReadable : nil
      return (state.isFull ? .takenAndFull : .taken, wake)
    }
    wake?()
    return offer
  }

  /// Hands a message over, waiting for room.
  ///
  /// - Throws: the error with which the consumer gave up; `CANCELLED` where the task was cancelled.
  package func send(_ message: [UInt8]) async throws(RPCError) {
    while true {
      switch offer(message) {
      case .taken, .takenAndFull: return
      case .abandoned: throw abandonment
      case .refused: try await waitForRoom()
      }
    }
  }

  /// Ends the stream: the consumer finds this after the messages. Finishing twice counts once.
  package func finish(_ error: RPCError? = nil) {
    let wake = state.withLock { state -> (@Sendable () -> Void)? in
      guard state.end == nil else { return nil }
      state.end = error.map { .failure($0) } ?? .success(())
      if let receiver = state.receiver {
        state.receiver = nil
        return { receiver.resume(returning: error.map { .failure($0) } ?? .success(nil)) }
      }
      return state.messages.isEmpty ? state.onReadable : nil
    }
    wake?()
  }

  private func waitForRoom() async throws(RPCError) {
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: Sender) in
        let result = state.withLock { state -> Result<Void, RPCError>? in
          if Task.isCancelled { return .failure(.callerCancelled) }
          if let error = state.abandoned { return .failure(error) }
          guard !state.hasRoom(in: bounds) else { return .success(()) }
          precondition(state.sender == nil, "a stream has one producer")
          state.sender = continuation
          return nil
        }
        if let result { continuation.resume(returning: result) }
      }
    } onCancel: {
      let sender = state.withLock { $0.sender.take() }
      sender?.resume(returning: .failure(.callerCancelled))
    }
    try result.get()
  }

  private var abandonment: RPCError {
    state.withLock { $0.abandoned } ?? .callerCancelled
  }
}

// MARK: - The consumer's side

extension MessageQueue {
  /// Has `signal` called when there is something to take after there was nothing. Set before the first
  /// message.
  package func whenReadable(_ signal: @escaping @Sendable () -> Void) {
    state.withLock { $0.onReadable = signal }
  }

  /// Takes what is there without waiting.
  package func poll() -> Element {
    let (element, wake) = state.withLock { state in take(&state) }
    wake?()
    return element
  }

  /// The next message, nil at the end of the stream.
  ///
  /// - Throws: the error with which the stream ended; `CANCELLED` where the task was cancelled.
  package func next() async throws(RPCError) -> [UInt8]? {
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: Receiver) in
        let (result, wake) = state.withLock {
          state -> (Result<[UInt8]?, RPCError>?, (@Sendable () -> Void)?) in
          if Task.isCancelled { return (.failure(.callerCancelled), nil) }
          let (element, wake) = take(&state)
          switch element {
          case .message(let message): return (.success(message), wake)
          case .end(let error?): return (.failure(error), wake)
          case .end(nil): return (.success(nil), wake)
          case .nothing:
            precondition(state.receiver == nil, "a stream has one consumer")
            state.receiver = continuation
            return (nil, wake)
          }
        }
        wake?()
        if let result { continuation.resume(returning: result) }
      }
    } onCancel: {
      let receiver = state.withLock { $0.receiver.take() }
      receiver?.resume(returning: .failure(.callerCancelled))
    }
    return try result.get()
  }

  /// Takes no more: what waits is dropped, and the producer learns why with its next message. The consumer
  /// itself finds the stream ended with the error.
  package func abandon(_ error: RPCError) {
    let wakes = state.withLock { state -> [@Sendable () -> Void] in
      guard state.abandoned == nil else { return [] }
      state.abandoned = error
      while state.messages.popFirst() != nil {}
      state.bytes = 0
      var wakes: [@Sendable () -> Void] = []
      if let receiver = state.receiver.take() { wakes.append { receiver.resume(returning: .failure(error)) } }
      if let sender = state.sender.take() { wakes.append { sender.resume(returning: .failure(error)) } }
      if let onWritable = state.onWritable { wakes.append(onWritable) }
      return wakes
    }
    for wake in wakes { wake() }
  }

  private func take(_ state: inout State) -> (Element, (@Sendable () -> Void)?) {
    if let error = state.abandoned { return (.end(error), nil) }
    guard let message = state.messages.popFirst() else {
      switch state.end {
      case .success: return (.end(nil), nil)
      case .failure(let error): return (.end(error), nil)
      case nil: return (.nothing, nil)
      }
    }
    state.bytes -= message.count
    guard state.hasRoom(in: bounds) else { return (.message(message), nil) }
    if let sender = state.sender.take() {
      return (.message(message), { sender.resume(returning: .success(())) })
    }
    guard state.isFull else { return (.message(message), nil) }
    state.isFull = false
    return (.message(message), state.onWritable)
  }
}

extension RPCError {
  /// The task that made or served the call was cancelled.
  package static let callerCancelled = RPCError(
    .cancelled,
    "The caller gave the call up; it may be done all the same."
  )
}
