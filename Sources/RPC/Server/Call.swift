import ProtobufC
import Synchronization

/// One call, from its first message to its answer.
///
/// A handler gets it with the request at hand (``payload``, ``metadata``, ``arena``), which is there until
/// the handler returns. It answers at once by what it returns, or returns ``HandlerOutcome/later`` and
/// answers with ``finish(_:)`` from any thread. Where the method streams, messages pass by ``requests`` and
/// ``replies``.
///
/// A connection uses one object for all calls that are answered at once: a call costs no memory of its own
/// unless someone keeps it.
///
/// `@unchecked Sendable`: what any thread may use is constant, atomic or under a lock, from the time the
/// handler runs; all else belongs to the worker, which every way to it asserts, in debug builds only where a
/// handler asks many times.
public final class Call: @unchecked Sendable {
  /// What the handler sees until it returns.
  private struct Request {
    let payload: UnsafeRawBufferPointer
    let metadata: Metadata
    let hasFollowers: Bool
  }

  /// Where the call runs.
  package let worker: Worker

  /// The transport's connection.
  let carrier: any CallCarrier

  /// The transport's own number of the call, such as its stream.
  package private(set) var id: UInt64 = 0

  private let sharedConnection: ServerConnection
  private let workerArena: Arena
  private var route: Router.Route?
  private var request: Request?
  /// When its request had come.
  private(set) var start = Deadline(uptimeNanoseconds: 0)
  /// When the call ends whatever has been done; nil where it may take any time.
  public private(set) var deadline: Deadline?
  private var streams: Streams?

  private let state = Atomic<UInt8>(0)
  private let cancellation = Mutex<(@Sendable () -> Void)?>(nil)

  /// To be made on the worker.
  package init(on worker: Worker, connection: ServerConnection, carrier: any CallCarrier) {
    self.worker = worker
    self.carrier = carrier
    sharedConnection = connection
    workerArena = worker.arena
  }
}

// MARK: - What is called

extension Call {
  /// The method called.
  public var method: MethodDescriptor {
    guard let route else { preconditionFailure("a call is used before it begins") }
    return route.method
  }

  public var peer: Peer { sharedConnection.peer }

  /// The request message as it came; of a method whose caller streams, what came with its opening.
  public var payload: UnsafeRawBufferPointer { current.payload }

  /// The call's metadata, keys in lower case.
  public var metadata: Metadata { current.metadata }

  /// Whether the frames after this one have arrived too, so that work may be shared among them.
  public var hasFollowers: Bool { current.hasFollowers }

  /// What the service keeps about the connection.
  public var connection: ServerConnection {
    _ = current
    return sharedConnection
  }

  /// Memory until the handler returns.
  package var arena: Arena {
    _ = current
    return workerArena
  }

  private var current: Request {
    worker.assertIsCurrent()
    guard let request else { preconditionFailure("a call's request is used after its handler has returned") }
    return request
  }
}

// MARK: - Running, for transports

extension Call {
  /// Runs the method's handler.
  ///
  /// - Parameters:
  ///   - id: the transport's own number of the call.
  ///   - start: when the request had come.
  ///   - deadline: when the call is over; nil for never.
  package func run(
    _ route: Router.Route,
    id: UInt64,
    start: Deadline,
    payload: UnsafeRawBufferPointer,
    metadata: Metadata,
    deadline: Deadline?,
    hasFollowers: Bool
  ) -> HandlerOutcome {
    worker.preconditionIsCurrent()
    self.route = route
    self.id = id
    self.start = start
    self.deadline = deadline
    request = Request(payload: payload, metadata: metadata, hasFollowers: hasFollowers)
    defer { request = nil }
    if route.method.shape != .unary { streams = Streams(of: self, route.method.shape) }
    return route.handler.run(self)
  }

  /// Makes ready for another call. To be called where nobody else holds the object.
  package func recycle() {
    worker.assertIsCurrent()
    state.store(0, ordering: .relaxed)
    streams = nil
  }
}

// MARK: - Answering

extension Call {
  /// Answers a call that was left for later, once, from any thread: with the reply message's bytes, or with
  /// an error. Where the method streams its replies, a success carries no bytes and comes after all messages.
  ///
  /// An answer to a call that has ended meanwhile goes nowhere.
  public func finish(_ result: Result<[UInt8], RPCError>) {
    guard mark(.finished) else { return }
    streams?.requests?.abandon(.callEnded)
    if let replies = streams?.replies {
      if case .failure(let error) = result { replies.finish(error) } else { replies.finish() }
    }
    worker.post(CallNotification(call: self, kind: .finished(result)))
  }

  /// The messages of a caller who streams them. From any thread, by one consumer.
  package var requests: MessageQueue {
    guard let queue = streams?.requests else { preconditionFailure("\(method) takes one request") }
    return queue
  }

  /// The messages of a method that streams its replies. From any thread, by one producer.
  package var replies: MessageQueue {
    guard let queue = streams?.replies else { preconditionFailure("\(method) gives one reply") }
    return queue
  }
}

extension Call {
  /// Bytes of the messages that wait in either direction.
  package var queuedBytes: Int {
    (streams?.requests?.bytes ?? 0) + (streams?.replies?.bytes ?? 0)
  }
}

// MARK: - Progress

/// The side that does the work and the side that keeps the caller's time decide, each on its own thread,
/// which of two things is true: a call that was cancelled before it began never begins, and nothing was done;
/// one that had begun may have been done.
extension Call {
  private struct Progress: OptionSet {
    let rawValue: UInt8

    static let begun = Progress(rawValue: 1)
    static let cancelled = Progress(rawValue: 2)
    static let finished = Progress(rawValue: 4)
  }

  /// Marks the work as begun. From any thread.
  ///
  /// - Returns: false where the call was cancelled: the work must not be done.
  package func begin() -> Bool { !add(.begun).contains(.cancelled) }

  /// Ends the call for its caller: nobody waits for it any more. From any thread.
  ///
  /// - Returns: whether its work had begun, so that it may have been done.
  @discardableResult
  package func cancel() -> Bool {
    let before = add(.cancelled)
    if !before.contains(.cancelled) { cancelled(.callEnded) }
    return before.contains(.begun)
  }

  /// Cancels a call whose time is over. From any thread.
  ///
  /// - Returns: what its caller is told: a change that had begun may be made.
  package func expire(domain: String) -> RPCError {
    let before = add(.cancelled)
    let mayBeDone = before.contains(.begun) && !method.hasNoSideEffects
    let error = mayBeDone ? RPCError.outcomeUnknown(domain: domain) : .deadlineExceeded(domain: domain)
    if !before.contains(.cancelled) { cancelled(error) }
    return error
  }

  /// Ends the call if its work has not begun; otherwise leaves it alone. From any thread.
  ///
  /// - Returns: whether it was ended, so that nothing is ever done.
  package func cancelUnlessBegun() -> Bool {
    let (exchanged, _) = state.compareExchange(
      expected: 0,
      desired: Progress.cancelled.rawValue,
      ordering: .acquiringAndReleasing
    )
    if exchanged { cancelled(.callEnded) }
    return exchanged
  }

  /// Whether nobody waits for the answer any more. From any thread.
  package var isCancelled: Bool { Progress(rawValue: state.load(ordering: .acquiring)).contains(.cancelled) }

  /// Has `action` called when the call is cancelled, at once where it was. For one party.
  package func whenCancelled(_ action: @escaping @Sendable () -> Void) {
    cancellation.withLock { $0 = action }
    if isCancelled { cancelled(.callEnded) }
  }

  /// - Parameter error: what streams end with.
  private func cancelled(_ error: RPCError) {
    streams?.abandon(error)
    let action = cancellation.withLock { $0.take() }
    action?()
  }

  private func add(_ progress: Progress) -> Progress {
    Progress(rawValue: state.bitwiseOr(progress.rawValue, ordering: .acquiringAndReleasing).oldValue)
  }

  private func mark(_ progress: Progress) -> Bool { !add(progress).contains(progress) }
}
