import NIOCore
import NIOPosix
import RPC
import Synchronization
import Transport

/// Calls a server's methods over ttrpc: unary ones on one connection, each stream on one of its own.
///
/// It connects at the first call, and again after the connection was lost. A call that can safely be
/// repeated, since it has no side effects or its options say so, is tried again within its time: while the
/// server cannot be reached, and after a connection was lost on the way. Others fail, and their caller
/// decides.
public final class TTRPCClient: RPC.Channel {
  private struct State {
    var connection: TTRPCConnection?
    var attempt: EventLoopFuture<TTRPCConnection>?
    var failures = 0
    /// Why the last attempt failed, and when the next is due.
    var failure: (error: any Error, notBefore: Deadline)?
    var isClosed = false
  }

  private enum Step {
    case ready(TTRPCConnection)
    case attempt(EventLoopFuture<TTRPCConnection>)
    case wait(Duration, after: any Error)
    case closed
  }

  private let target: Endpoint
  private let configuration: ClientConfiguration
  private let eventLoop: any EventLoop
  private let state = Mutex(State())

  public init(target: Endpoint, configuration: ClientConfiguration = ClientConfiguration()) {
    self.target = target
    self.configuration = configuration
    eventLoop = MultiThreadedEventLoopGroup.singleton.any()
  }

  deinit {
    state.withLock { $0.connection }?.close()
  }

  /// Connects now, in one attempt, where not connected yet: for programs that want to know at once.
  ///
  /// - Throws: `UNAVAILABLE`, reason `CANNOT_CONNECT`, which says why and what to do.
  public func connect() async throws(RPCError) {
    _ = try await connection(until: nil, isPatient: false)
  }

  /// Closes the connection. Calls in flight fail, and so do all later ones.
  public func close() async {
    let (connection, attempt) = state.withLock { state in
      state.isClosed = true
      defer { state.connection = nil }
      return (state.connection, state.attempt)
    }
    connection?.close()
    if let late = try? await attempt?.get() { late.close() }
  }

  public func call(
    _ method: MethodDescriptor,
    payload: [UInt8],
    options: CallOptions
  ) async throws(RPCError) -> [UInt8] {
    let deadline = options.timeout.map { Deadline.after(nanoseconds: $0.nanoseconds) }
    var attempt = 1
    var unknown: RPCError?
    while true {
      do throws(RPCError) {
        let connection = try await connection(until: deadline, isPatient: true)
        let call = ClientCall(
          on: connection.eventLoop,
          method,
          payload: payload,
          metadata: options.metadata,
          deadline: deadline
        )
        return try await connection.perform(call)
      } catch {
        if error.isOutcomeUnknown { unknown = error }
        // A later try that failed on its way says nothing about an earlier one.
        let failure = error.isRefusalOfMethod ? error : unknown ?? error
        guard error.code == .unavailable || error.isOutcomeUnknown,
          method.hasNoSideEffects || options.isRepeatable, attempt < configuration.maxAttempts
        else { throw failure }
        attempt += 1
        // Where connecting failed, the next attempt to connect waits until it is due.
        if error.isConnectFailure { continue }
        let delay = error.retryDelay ?? configuration.backoff.delay(afterFailures: attempt - 1)
        try await pause(delay, until: deadline, after: failure)
      }
    }
  }
}

extension TTRPCClient {
  /// Opens a call that streams, on a connection of its own: it cannot hold up the calls of others, and giving
  /// it up closes the connection, so that the server learns it.
  public func stream(
    _ method: MethodDescriptor,
    payload: [UInt8],
    options: CallOptions
  ) async throws(RPCError) -> ClientStream {
    precondition(method.shape != .unary, "\(method) does not stream")
    guard !state.withLock({ $0.isClosed }) else { throw ClientError.closed }
    let deadline = options.timeout.map { Deadline.after(nanoseconds: $0.nanoseconds) }
    let attempt = TTRPCConnection.connect(to: target, on: eventLoop, configuration: configuration)
    let connection: TTRPCConnection
    do throws(RPCError) {
      connection = try await wait(for: attempt, until: deadline)
    } catch {
      // It may connect after nobody waits for it.
      attempt.whenSuccess { $0.close() }
      throw error
    }
    return connection.stream(method, payload: payload, metadata: options.metadata, deadline: deadline)
  }
}

extension RPCError {
  /// Whether the method itself must have given this. A change repeated under its request id would have been
  /// answered by its reply, had it been made: so it was not.
  fileprivate var isRefusalOfMethod: Bool {
    switch code {
    case .invalidArgument, .notFound, .alreadyExists, .failedPrecondition, .aborted, .outOfRange: true
    default: false
    }
  }
}

// MARK: - Connecting

extension TTRPCClient {
  /// The connection, made where there is none. Whoever asks meanwhile shares the attempt.
  ///
  /// - Parameter isPatient: whether to wait, after a failure, until the next attempt is due.
  private func connection(
    until deadline: Deadline?,
    isPatient: Bool
  ) async throws(RPCError) -> TTRPCConnection {
    var isPatient = isPatient
    while true {
      switch nextStep(isPatient: isPatient) {
      case .ready(let connection): return connection
      case .attempt(let future): return try await wait(for: future, until: deadline)
      case .closed: throw ClientError.closed
      case .wait(let delay, let error):
        let error = error as? RPCError ?? ClientError.cannotConnect(to: target, error)
        try await pause(delay, until: deadline, after: error)
        isPatient = false
      }
    }
  }

  private func nextStep(isPatient: Bool) -> Step {
    let (step, mustConnect) = state.withLock { state -> (Step, EventLoopPromise<TTRPCConnection>?) in
      if state.isClosed { return (.closed, nil) }
      if let connection = state.connection, connection.isUsable { return (.ready(connection), nil) }
      if let attempt = state.attempt { return (.attempt(attempt), nil) }
      let now = configuration.now()
      if isPatient, let (error, notBefore) = state.failure, now < notBefore {
        let delay = Duration.nanoseconds(notBefore.uptimeNanoseconds - now.uptimeNanoseconds)
        return (.wait(delay, after: error), nil)
      }
      let promise = eventLoop.makePromise(of: TTRPCConnection.self)
      state.attempt = promise.futureResult
      return (.attempt(promise.futureResult), promise)
    }
    if let mustConnect { beginAttempt(mustConnect) }
    return step
  }

  private func beginAttempt(_ promise: EventLoopPromise<TTRPCConnection>) {
    TTRPCConnection.connect(to: target, on: eventLoop, configuration: configuration).whenComplete { result in
      self.attemptEnded(result)
      promise.completeWith(result)
    }
  }

  private func attemptEnded(_ result: Result<TTRPCConnection, any Error>) {
    let surplus = state.withLock { state -> TTRPCConnection? in
      state.attempt = nil
      switch result {
      case .success(let connection):
        state.failures = 0
        state.failure = nil
        guard !state.isClosed else { return connection }
        state.connection = connection
      case .failure(let error):
        state.failures += 1
        let delay = configuration.backoff.delay(afterFailures: state.failures)
        state.failure = (error, .after(nanoseconds: delay.nanoseconds, now: configuration.now()))
      }
      return nil
    }
    surplus?.close()
  }
}

// MARK: - Waiting

extension TTRPCClient {
  /// Waits for an attempt that others wait for too: each until their own deadline, or until they give up.
  private func wait(
    for attempt: EventLoopFuture<TTRPCConnection>,
    until deadline: Deadline?
  ) async throws(RPCError) -> TTRPCConnection {
    let promise = attempt.eventLoop.makePromise(of: TTRPCConnection.self)
    attempt.cascade(to: promise)
    let timer = deadline.map { deadline in
      attempt.eventLoop.scheduleTask(deadline: NIODeadline(deadline)) {
        promise.fail(ClientError.deadlineExceeded)
      }
    }
    defer { timer?.cancel() }
    do {
      return try await withTaskCancellationHandler {
        try await promise.futureResult.get()
      } onCancel: {
        promise.fail(ClientError.cancelled)
      }
    } catch let error as RPCError {
      throw error
    } catch {
      throw ClientError.cannotConnect(to: target, error)
    }
  }

  /// Waits before the next try. Waiting past the deadline would only hide why the last one failed.
  private func pause(
    _ delay: Duration,
    until deadline: Deadline?,
    after error: RPCError
  ) async throws(RPCError) {
    if let deadline, deadline <= .after(nanoseconds: delay.nanoseconds) { throw error }
    do {
      try await configuration.sleep(delay)
    } catch {
      throw ClientError.cancelled
    }
  }
}
