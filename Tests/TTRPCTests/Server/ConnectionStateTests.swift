import RPC
import Testing

@testable import TTRPC
@testable import Transport

@Suite("What a connection may do")
struct ConnectionStateTests {
  private static func after(_ seconds: Int64) -> Deadline { now.advanced(bySeconds: seconds) }

  fileprivate static var limits: ConnectionLimits {
    var limits = ConnectionLimits()
    limits.maxRefusalsUnauthenticated = 2
    limits.maxQueuedOutputBytes = 10
    limits.maxStalledOutputBytes = 100
    return limits
  }

  /// The ways into each state.
  enum Start: CaseIterable, Sendable {
    case open, stalled, streamFull, draining, stalledAndDraining, ending, closing, closed

    func make() -> ConnectionState {
      var state = ConnectionState(limits: TTRPCLimits(), connectionLimits: ConnectionStateTests.limits)
      switch self {
      case .open: break
      case .stalled: state.unreadReplies(11, isOverBudget: false, at: now)
      case .streamFull: state.streamFilled(1, at: now)
      case .draining: state.drain()
      case .stalledAndDraining:
        state.unreadReplies(11, isOverBudget: false, at: now)
        state.drain()
      case .ending: state.end()
      case .closing: state.finish()
      case .closed: state.close()
      }
      return state
    }
  }

  /// What can happen to a connection.
  enum Event: CaseIterable, Sendable {
    case nothing, peerReads, peerStalls, peerFloods, streamFills, streamDrains, serverDrains, corruption,
      closes

    func apply(to state: inout ConnectionState) {
      switch self {
      case .nothing: break
      case .peerReads: state.unreadReplies(0, isOverBudget: false, at: now)
      case .peerStalls: state.unreadReplies(11, isOverBudget: false, at: now)
      case .peerFloods: state.unreadReplies(101, isOverBudget: false, at: now)
      case .streamFills: state.streamFilled(1, at: now)
      case .streamDrains: state.streamDrained(1)
      case .serverDrains: state.drain()
      case .corruption: state.end()
      case .closes: state.close()
      }
    }
  }

  /// What is next, with calls to be answered and without, in the order of ``Event``.
  private static let table: [Start: [(busy: ConnectionState.Next, idle: ConnectionState.Next)]] = [
    .open: [
      (.run, .run), (.run, .run), (.pause, .pause), (.close, .close), (.pause, .pause), (.run, .run),
      (.run, .finish), (.pause, .finish), (.close, .close),
    ],
    .stalled: [
      (.pause, .pause), (.run, .run), (.pause, .pause), (.close, .close), (.pause, .pause), (.pause, .pause),
      (.pause, .finish), (.pause, .finish), (.close, .close),
    ],
    .streamFull: [
      (.pause, .pause), (.pause, .pause), (.pause, .pause), (.close, .close), (.pause, .pause), (.run, .run),
      (.pause, .finish), (.pause, .finish), (.close, .close),
    ],
    .draining: [
      (.run, .finish), (.run, .finish), (.pause, .finish), (.close, .close), (.pause, .finish),
      (.run, .finish), (.run, .finish), (.pause, .finish), (.close, .close),
    ],
    .stalledAndDraining: [
      (.pause, .finish), (.run, .finish), (.pause, .finish), (.close, .close), (.pause, .finish),
      (.pause, .finish), (.pause, .finish), (.pause, .finish), (.close, .close),
    ],
    .ending: [
      (.pause, .finish), (.pause, .finish), (.pause, .finish), (.close, .close), (.pause, .finish),
      (.pause, .finish), (.pause, .finish), (.pause, .finish), (.close, .close),
    ],
    .closing: [
      (.pause, .pause), (.pause, .pause), (.pause, .pause), (.close, .close), (.pause, .pause),
      (.pause, .pause), (.pause, .pause), (.pause, .pause), (.close, .close),
    ],
    .closed: Event.allCases.map { _ in (.close, .close) },
  ]

  @Test("after each event in each state it does what the table says", arguments: Start.allCases)
  func events(start: Start) throws {
    let expected = try #require(Self.table[start])
    for (event, next) in zip(Event.allCases, expected) {
      var state = start.make()
      event.apply(to: &state)
      #expect(state.next(hasCalls: true, hasFrames: false) == next.busy, "\(event), with calls")
      #expect(state.next(hasCalls: false, hasFrames: false) == next.idle, "\(event), without calls")
    }
  }

  @Test("while it drains, frames that have come whole are still run")
  func drainingFrames() {
    var state = Start.draining.make()
    #expect(state.takesInput)
    #expect(state.next(hasCalls: false, hasFrames: true) == .run)
    state.end()
    #expect(!state.takesInput)
    #expect(state.next(hasCalls: false, hasFrames: true) == .finish)
  }

  @Test("a frame begun is finished within its time, or the connection closes")
  func slowFrame() {
    var state = Start.open.make()
    #expect(state.alarm == nil)
    state.ranFrames(isInsideFrame: true, at: now)
    state.ranFrames(isInsideFrame: true, at: Self.after(5))
    #expect(state.alarm == Self.after(10), "by its first byte")
    #expect(wake(&state, at: Self.after(9)).isEmpty)
    #expect(state.phase == .open)
    state.frameEnded()
    #expect(state.alarm == nil)
    state.ranFrames(isInsideFrame: true, at: Self.after(11))
    _ = state.wake(at: Self.after(21))
    #expect(state.phase == .closed)
  }

  @Test("while it is paused, an unfinished frame is not the peer's fault")
  func pausedFrame() {
    for start in [Start.stalled, .streamFull] {
      var state = start.make()
      state.ranFrames(isInsideFrame: true, at: now)
      state.unreadReplies(0, isOverBudget: false, at: now)
      state.streamDrained(1)
      #expect(state.alarm == nil)
    }
  }

  @Test("replies are read within their time, or the connection closes")
  func stall() {
    var state = Start.stalled.make()
    state.unreadReplies(50, isOverBudget: false, at: Self.after(20))
    #expect(state.alarm == Self.after(30), "by the first that was too much")
    _ = state.wake(at: Self.after(29))
    #expect(state.phase == .open)
    _ = state.wake(at: Self.after(30))
    #expect(state.phase == .closed)
  }

  @Test("where all connections hold too much, nothing may be unread")
  func budget() {
    var state = Start.open.make()
    state.unreadReplies(1, isOverBudget: false, at: now)
    #expect(!state.isPaused)
    state.unreadReplies(1, isOverBudget: true, at: now)
    #expect(state.isPaused)
    state.unreadReplies(0, isOverBudget: true, at: now)
    #expect(!state.isPaused)
  }

  @Test("a stream that holds up its connection for too long is named, and the others are not")
  func streamStall() {
    var state = Start.streamFull.make()
    state.streamFilled(3, at: Self.after(4))
    #expect(state.alarm == Self.after(10))
    #expect(wake(&state, at: Self.after(9)) == [])
    #expect(wake(&state, at: Self.after(10)) == [1])
    state.streamDrained(1)
    #expect(state.isPaused)
    #expect(wake(&state, at: Self.after(14)) == [3])
  }

  /// Out of the expectation, whose macro takes no change.
  private func refuse(_ state: inout ConnectionState, isAuthenticated: Bool) -> Bool {
    state.refused(isAuthenticated: isAuthenticated)
  }

  private func wake(_ state: inout ConnectionState, at time: Deadline) -> [UInt32] {
    state.wake(at: time)
  }

  @Test("calls refused in a row end a connection that has shown no credentials, once")
  func refusals() {
    var state = Start.open.make()
    for _ in 0..<5 { #expect(!refuse(&state, isAuthenticated: true)) }
    #expect(!refuse(&state, isAuthenticated: false))
    state.answered()
    #expect(!refuse(&state, isAuthenticated: false))
    #expect(refuse(&state, isAuthenticated: false))
    #expect(!refuse(&state, isAuthenticated: false))
    #expect(state.phase == .ending)
  }
}

private let now = Deadline(uptimeNanoseconds: 1_000_000_000_000)
