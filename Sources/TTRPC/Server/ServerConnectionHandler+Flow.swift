import NIOCore
import RPC
import Transport

// MARK: - Frames

extension ServerConnectionHandler {
  private var framesPerTurn: Int {
    calls.connection.isAuthenticated ? limits.maxFramesPerTurn : limits.maxFramesPerTurnUnauthenticated
  }

  /// Runs the frames that are whole, as many as a turn may have.
  func runFrames() {
    guard !isRunning, !isWaitingForTurn, !state.isPaused, input.byteCount > 0 else { return }
    isRunning = true
    turnTime = now
    var ran = 0
    var frames = 0
    frames: while state.takesInput, !state.isPaused {
      guard frames < framesPerTurn else {
        isWaitingForTurn = input.byteCount > 0
        break frames
      }
      frames += 1
      switch input.next() {
      case .frame(let header, let body):
        let hasFollowers = frames < framesPerTurn && input.hasFrame
        let isCall = body.withUnsafeReadableBytes { body in
          calls.receive(header, body, at: turnTime, hasFollowers: hasFollowers)
        }
        if isCall { ran += 1 }
        if outbox.isDue { flushReplies() }
        state.frameEnded()
      case .oversize(let header):
        let refusal = Refusal.oversizeFrame(bytes: header.length, limit: limits.maxFrameBytes)
        calls.refuse(header.stream, refusal, at: turnTime)
        state.frameEnded()
      case .corrupt: state.end()
      case .needMore: break frames
      }
    }
    isRunning = false
    if ran > 0 {
      loop.counters.callsRan(ran)
      loop.worker.endTurn()
    }
    guard state.takesInput else { return input.drop() }
    input.trim()
    state.ranFrames(isInsideFrame: !isWaitingForTurn && input.isInsideFrame, at: turnTime)
    if isWaitingForTurn { loop.giveTurn(to: self) }
  }
}

// MARK: - What is next

extension ServerConnectionHandler {
  var now: Deadline { Deadline(loop.eventLoop.now) }

  /// Runs what is there, and reads again, where nothing keeps it from that any more.
  func resume() {
    settle()
    runFrames()
    flushReplies()
    proceed()
  }

  /// Notes what the connection holds, and goes on as its state says. To be called at the end of every event.
  func proceed() {
    loop.worker.preconditionIsCurrent()
    // What runs the frames comes here when it has run them.
    guard !isRunning else { return }
    settle()
    switch state.next(hasCalls: calls.areWaiting, hasFrames: isWaitingForTurn || input.hasFrame) {
    case .run, .pause: break
    case .finish:
      state.finish()
      outbox.finish()
    case .close: context?.close(promise: nil)
    }
    readAgain()
    if let time = state.alarm { setAlarm(time) }
  }

  /// Hands the replies written so far to the socket, where it has taken those before.
  func flushReplies() {
    guard state.isAnswering, outbox.flush() else { return }
    // The pause must not wait for the end of the frames that run.
    state.unreadReplies(outbox.unreadBytes, isOverBudget: false, at: now)
  }

  /// Notes what the connection holds, and has it hold less where all connections hold too much: its
  /// unfinished frame is refused and skipped, and it is not read from until it has read its replies.
  private func settle() {
    guard state.isAnswering else { return }
    let isOverBudget = charge()
    if isOverBudget, let header = input.skipFrame() {
      state.frameEnded()
      calls.refuse(header.stream, .memoryShort, at: turnTime)
      flushReplies()
    }
    // The clock is asked where it matters only.
    let bytes = outbox.unreadBytes
    state.unreadReplies(bytes, isOverBudget: isOverBudget, at: bytes > 0 ? now : turnTime)
  }

  /// - Returns: whether all connections together hold more than they may.
  @discardableResult
  func charge() -> Bool {
    guard let account else { return false }
    return loop.budget.charge(
      account,
      bytes: input.byteCount + outbox.unreadBytes + calls.queuedBytes,
      isProtected: calls.connection.isAuthenticated
    )
  }
}

// MARK: - Of the calls

extension ServerConnectionHandler: CallRunnerDelegate {
  func callReplied() {
    state.answered()
  }

  func callRefused() {
    let connection = calls.connection
    guard state.refused(isAuthenticated: connection.isAuthenticated) else { return }
    let limit = loop.configuration.limits.maxRefusalsUnauthenticated
    loop.configuration.report?(.refusalLimitReached(peer: connection.peer.address, limit: limit))
  }

  func streamFilled(_ id: UInt32) {
    state.streamFilled(id, at: turnTime)
  }

  func streamDrained(_ id: UInt32) {
    state.streamDrained(id)
  }
}

// MARK: - Time

extension ServerConnectionHandler {
  func setAlarm(_ time: Deadline) {
    // Asked for with every call that is answered later, and nearly always set already.
    let time = NIODeadline(time)
    guard time < alarm.time else { return }
    alarm.set(noLaterThan: time) { [weak self] in self?.ring() }
  }

  private func ring() {
    guard state.isAnswering else { return }
    let now = now
    for stream in state.wake(at: now) { calls.cancel(stream, .streamStalled) }
    calls.expire(at: now)
    flushReplies()
    resume()
    if let next = calls.nextDeadline { setAlarm(next) }
  }
}

// MARK: - Of the server

extension ServerConnectionHandler: ServedConnection {
  var closeFuture: EventLoopFuture<Void>? { context?.channel.closeFuture }

  func takeTurn() {
    loop.worker.preconditionIsCurrent()
    isWaitingForTurn = false
    resume()
  }

  func drain() {
    loop.worker.preconditionIsCurrent()
    state.drain()
    calls.drain()
    proceed()
  }

  func refuseWaiting() {
    loop.worker.preconditionIsCurrent()
    calls.refuseWaiting()
    flushReplies()
    proceed()
  }

  func evict(bytes: Int) {
    loop.worker.preconditionIsCurrent()
    guard state.isAnswering else { return }
    loop.noteEviction(of: calls.connection.peer, bytes: bytes)
    close()
  }

  func close() {
    loop.worker.preconditionIsCurrent()
    state.close()
    context?.close(promise: nil)
  }
}
