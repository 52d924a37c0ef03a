import NIOCore
import RPC
import TTRPC

/// One event loop's share of a run: its connections, each with one slot for each call that may be in flight.
///
/// A call needs no task and no closure: slots and their reply handlers are reused.
// Unchecked: everything is used only on the event loop.
final class LoadWorker: @unchecked Sendable {
  struct Result: Sendable {
    let tally: Tally
    let slotsLost: Int
  }

  private struct Slot {
    let connection: TTRPCConnection
    /// When the call began or, at a fixed rate, when it was due.
    var start: UInt64 = 0
    var isInFlight = false
  }

  /// How long to wait for replies after the end.
  private static let grace = Duration.seconds(10)

  private let eventLoop: any EventLoop
  private let requests: RequestSource
  private let window: MeasuredWindow
  private let timetable: Timetable?
  private let promise: EventLoopPromise<Result>
  private var slots: [Slot]
  /// One for each slot; they retain the worker until it has finished.
  private var handlers: [TTRPCConnection.ReplyHandler] = []
  private var idle = CircularBuffer<Int>()
  private var inFlight = 0
  private var slotsLost = 0
  private var tally = Tally()
  private var nextRequest: UInt64
  private var callsSent: UInt64 = 0
  private let callsPlanned: UInt64
  private var isTickScheduled = false
  private var isFinished = false

  /// - Parameters:
  ///   - timetable: nil for a closed loop.
  ///   - firstRequest: the first request, different for each worker.
  init(
    connections: [TTRPCConnection],
    depth: Int,
    requests: RequestSource,
    firstRequest: UInt64,
    window: MeasuredWindow,
    timetable: Timetable?,
    on eventLoop: any EventLoop
  ) {
    self.eventLoop = eventLoop
    self.requests = requests
    self.window = window
    self.timetable = timetable
    nextRequest = firstRequest
    callsPlanned = timetable?.callsDue(by: window.end - 1) ?? .max
    promise = eventLoop.makePromise(of: Result.self)
    // In turns over the connections, so that a low rate uses them all.
    slots = (0..<depth).flatMap { _ in connections.map { Slot(connection: $0) } }
  }

  /// Runs from now until the window has ended and the replies are in. Call it from any thread.
  func run() -> EventLoopFuture<Result> {
    let end = NIODeadline.uptimeNanoseconds(window.end) + .nanoseconds(Self.grace.nanoseconds)
    eventLoop.execute {
      self.handlers = self.slots.indices.map { slot in { self.replied(slot, $0) } }
      self.idle.append(contentsOf: self.slots.indices)
      self.advance(now: Deadline.now.uptimeNanoseconds)
    }
    eventLoop.scheduleTask(deadline: end) { self.finish() }
    return promise.futureResult
  }
}

// MARK: - Calling

extension LoadWorker {
  /// Sends the calls that are due now, and schedules the next.
  private func advance(now: UInt64) {
    if let timetable {
      let due = min(timetable.callsDue(by: now), callsPlanned)
      while !isFinished, callsSent < due, let slot = idle.popFirst() {
        send(on: slot, start: timetable.time(ofCall: callsSent))
      }
      // If no slot is free, the next reply continues.
      if callsSent < callsPlanned, !idle.isEmpty { tick(at: timetable.time(ofCall: callsSent)) }
    } else if now < window.end {
      while !isFinished, let slot = idle.popFirst() { send(on: slot, start: now) }
    }
    if inFlight == 0, timetable == nil || callsSent == callsPlanned || idle.isEmpty { finish() }
  }

  private func send(on slot: Int, start: UInt64) {
    let connection = slots[slot].connection
    guard connection.isUsable else {
      slotsLost += 1
      return
    }
    do {
      let request = try requests.request(nextRequest)
      slots[slot].start = start
      slots[slot].isInFlight = true
      inFlight += 1
      callsSent += 1
      nextRequest &+= 1
      connection.send(request, onReply: handlers[slot])
    } catch {
      end(with: .failure(error))
    }
  }

  private func replied(_ slot: Int, _ result: Swift.Result<UnsafeRawBufferPointer, RPCError>) {
    guard !isFinished else { return }
    let now = Deadline.now.uptimeNanoseconds
    let start = slots[slot].start
    slots[slot].isInFlight = false
    inFlight -= 1
    if window.contains(start) {
      switch result {
      case .success: tally.record(nanoseconds: now - start)
      case .failure(let error): tally.record(nanoseconds: now - start, error: error.code.description)
      }
    }
    // A lost connection can send nothing more.
    if slots[slot].connection.isUsable { idle.append(slot) } else { slotsLost += 1 }
    advance(now: now)
  }

  private func tick(at time: UInt64) {
    guard !isTickScheduled else { return }
    isTickScheduled = true
    eventLoop.scheduleTask(deadline: .uptimeNanoseconds(time)) {
      self.isTickScheduled = false
      guard !self.isFinished else { return }
      self.advance(now: Deadline.now.uptimeNanoseconds)
    }
  }
}

// MARK: - Ending

extension LoadWorker {
  /// Counts unanswered calls with the time they have waited, and reports.
  private func finish() {
    guard !isFinished else { return }
    let now = Deadline.now.uptimeNanoseconds
    for slot in slots where slot.isInFlight && window.contains(slot.start) {
      tally.record(nanoseconds: now - slot.start, error: Tally.unanswered)
    }
    if let timetable {
      for call in callsSent..<max(callsSent, callsPlanned) {
        let due = timetable.time(ofCall: call)
        guard window.contains(due) else { continue }
        tally.record(nanoseconds: now > due ? now - due : 0, error: Tally.unanswered)
      }
    }
    end(with: .success(Result(tally: tally, slotsLost: slotsLost)))
  }

  private func end(with result: Swift.Result<Result, any Error>) {
    isFinished = true
    handlers = []
    promise.completeWith(result)
  }
}
