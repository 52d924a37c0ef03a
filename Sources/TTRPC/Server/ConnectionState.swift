import RPC
import Transport

/// What a server's end of a connection may do: read, run frames, close; and when.
///
/// A value without a socket, a clock or a thread. Frames, time, the peer's reading and the server's stopping
/// go in; the connection does what comes out, and asks ``next`` after each event.
struct ConnectionState: Sendable {
  enum Phase: Sendable, Hashable {
    case open
    /// The server is stopping: new calls are refused, those in flight end, and then the connection does.
    case draining
    /// What comes in cannot be trusted, and is dropped: the calls in flight end, and then the connection
    /// does.
    case ending
    /// All is answered, and the peer has a moment to read it. What still comes in is dropped.
    case closing
    case closed
  }

  /// What the connection does next.
  enum Next: Sendable, Hashable {
    /// It runs frames, and reads where there are none.
    case run
    /// It does neither, until the peer has read its replies or a stream its messages.
    case pause
    /// It writes what there is, closes for writing, and then closes.
    case finish
    /// It closes at once.
    case close
  }

  private let limits: TTRPCLimits
  private let connectionLimits: ConnectionLimits

  private(set) var phase = Phase.open

  /// Calls refused in a row before a caller has shown valid credentials.
  private var refusalsInARow = 0

  /// When the frame at the front was seen to be incomplete.
  private var frameBegan: Deadline?

  /// Since when more replies are unread than may be.
  private var stalledSince: Deadline?

  /// The streams whose methods do not take their messages, and since when.
  private var fullStreams: [UInt32: Deadline] = [:]

  init(limits: TTRPCLimits, connectionLimits: ConnectionLimits) {
    self.limits = limits
    self.connectionLimits = connectionLimits
  }
}

// MARK: - What is next

extension ConnectionState {
  /// - Parameters:
  ///   - hasCalls: whether calls are to be answered.
  ///   - hasFrames: whether frames that have come whole are to be run.
  func next(hasCalls: Bool, hasFrames: @autoclosure () -> Bool) -> Next {
    switch phase {
    case .open: isPaused ? .pause : .run
    case .draining where hasCalls || hasFrames(): isPaused ? .pause : .run
    case .ending where hasCalls: .pause
    case .draining, .ending: .finish
    case .closing: .pause
    case .closed: .close
    }
  }

  /// Whether no frame may be run.
  var isPaused: Bool { stalledSince != nil || !fullStreams.isEmpty }

  /// Whether what comes in is still looked at.
  var takesInput: Bool { phase == .open || phase == .draining }

  /// Whether calls are still answered.
  var isAnswering: Bool { phase != .closing && phase != .closed }

  /// When ``wake(at:)`` is due.
  var alarm: Deadline? {
    // Asked for after every event, and nearly always nil.
    guard frameBegan != nil || isPaused else { return nil }
    let frame = frameBegan.map { $0.advanced(bySeconds: limits.maxFrameSeconds) }
    let stall = stalledSince.map { $0.advanced(bySeconds: connectionLimits.maxStallSeconds) }
    let stream = fullStreams.values.min().map { $0.advanced(bySeconds: limits.maxStreamStallSeconds) }
    return [frame, stall, stream].compactMap { $0 }.min()
  }
}

// MARK: - Events

extension ConnectionState {
  /// A call was refused: what costs the server work, and shows nothing of who asks.
  ///
  /// - Returns: whether it is one too many.
  mutating func refused(isAuthenticated: Bool) -> Bool {
    guard !isAuthenticated else { return false }
    refusalsInARow += 1
    guard refusalsInARow == connectionLimits.maxRefusalsUnauthenticated else { return false }
    end()
    return true
  }

  mutating func answered() {
    refusalsInARow = 0
  }

  /// The frames that had come whole were run, or as many as could be.
  ///
  /// - Parameter isInsideFrame: whether the beginning of another has come.
  mutating func ranFrames(isInsideFrame: Bool, at now: Deadline) {
    // While paused, it is not the peer that keeps a frame from being completed.
    guard isInsideFrame, !isPaused, takesInput else {
      frameBegan = nil
      return
    }
    frameBegan = frameBegan ?? now
  }

  mutating func frameEnded() {
    frameBegan = nil
  }

  /// The peer has read replies, or there are more.
  ///
  /// - Parameters:
  ///   - bytes: those of replies that the peer has not read.
  ///   - isOverBudget: whether all connections together hold more than they may.
  mutating func unreadReplies(_ bytes: Int, isOverBudget: Bool, at now: Deadline) {
    guard bytes <= connectionLimits.maxStalledOutputBytes else { return close() }
    let mayHold = isOverBudget ? 0 : connectionLimits.maxQueuedOutputBytes
    stalledSince = bytes > mayHold ? stalledSince ?? now : nil
  }

  /// A stream's queue has no room for another message.
  mutating func streamFilled(_ id: UInt32, at now: Deadline) {
    fullStreams[id] = now
  }

  /// A stream's queue has room again, or the stream has ended.
  mutating func streamDrained(_ id: UInt32) {
    fullStreams[id] = nil
  }

  /// Time has passed.
  ///
  /// - Returns: the streams that have held up the connection for too long, and are to be ended.
  mutating func wake(at now: Deadline) -> [UInt32] {
    let isFrameLate = frameBegan.map { $0.advanced(bySeconds: limits.maxFrameSeconds) <= now } ?? false
    let isStalled =
      stalledSince.map { $0.advanced(bySeconds: connectionLimits.maxStallSeconds) <= now } ?? false
    if isFrameLate || isStalled { close() }
    return fullStreams.filter { $1.advanced(bySeconds: limits.maxStreamStallSeconds) <= now }.keys.sorted()
  }

  /// The server is stopping.
  mutating func drain() {
    if phase == .open { phase = .draining }
  }

  /// What comes in cannot be trusted any more.
  mutating func end() {
    if takesInput { phase = .ending }
  }

  /// All is answered.
  mutating func finish() {
    phase = .closing
  }

  mutating func close() {
    phase = .closed
  }
}
