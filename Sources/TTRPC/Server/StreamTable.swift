import RPC
import Transport

/// The streams of one connection: which frames may come on which, and what is still to come on each.
///
/// A value without a socket, a clock or a thread; the connection does what it says. A call answered at once
/// never enters the table: its stream opens and ends with the frame that brought it.
struct StreamTable: Sendable {
  /// What an open stream waits for. Its end is always the server's: the reply, an error, or the end of the
  /// replies.
  enum State: Sendable, Hashable {
    /// All requests have come. Data has no place here: it is ignored, as is the closing flag that some
    /// clients set on unary requests.
    case requestsEnded
    /// More messages of the caller may come.
    case requestsOpen
  }

  /// What to do with a frame.
  enum Action: Sendable, Hashable {
    /// The frame opens a stream: decode it and run the call.
    case run
    /// The frame brings the next message of a stream, the last one where `isLast` says so.
    case message(isLast: Bool)
    /// The caller's messages on the stream have ended.
    case endRequests
    case ignore
    /// Answer the frame's stream with an error. The connection stays up.
    case refuse(Refusal)
  }

  private struct Stream {
    var state: State
    /// When the last message passed in either direction, or the stream was opened.
    var lastMessage: Deadline
    let call: HeldCall

    /// When the stream is over unless a message passes; nil where it is that of a unary call.
    func idleDeadline(maxSeconds: Int64) -> Deadline? {
      call.isStreaming ? lastMessage.advanced(bySeconds: maxSeconds) : nil
    }
  }

  private let limits: TTRPCLimits
  private let connectionLimits: ConnectionLimits
  private var lastID: UInt32 = 0
  private var streams: [UInt32: Stream] = [:]
  private var heldBytes = 0
  private var callerStreams = 0
  /// Calls that stream in either direction.
  private var streamingCalls = 0

  /// Whether the server is stopping: open streams end as they would, new ones are refused.
  var isDraining = false

  init(limits: TTRPCLimits, connectionLimits: ConnectionLimits) {
    self.limits = limits
    self.connectionLimits = connectionLimits
  }

  /// Calls to be answered.
  var count: Int { streams.count }

  var isEmpty: Bool { streams.isEmpty }

  /// Judges a frame that came in whole.
  mutating func receive(_ header: FrameHeader) -> Action {
    // Types of later versions and answers to what was never asked: nobody waits for a word about them.
    guard header.type == .request || header.type == .data else { return .ignore }
    guard header.stream % 2 == 1 else { return .refuse(.evenStream) }
    if header.type == .data { return receiveData(header) }
    guard header.stream > lastID else { return .refuse(.reusedStream) }
    lastID = header.stream
    if isDraining { return .refuse(.shuttingDown) }
    guard streams.count < connectionLimits.maxStreamsPerConnection,
      heldBytes + header.length <= connectionLimits.maxHeldRequestBytesPerConnection
    else { return .refuse(.overloaded) }
    return .run
  }

  private mutating func receiveData(_ header: FrameHeader) -> Action {
    switch streams[header.stream]?.state {
    case nil: return .refuse(.inactiveStream)
    case .requestsEnded: return .ignore
    case .requestsOpen:
      let isLast = header.flags.contains(.remoteClosed)
      if isLast { endRequests(header.stream) }
      // An empty frame is an empty message, unless it says that it is none.
      if header.length == 0, header.flags.contains(.noData) { return isLast ? .endRequests : .ignore }
      return .message(isLast: isLast)
    }
  }

  /// Whether one more call whose caller streams may begin.
  var hasRoomForCallerStream: Bool { callerStreams < limits.maxCallerStreamsPerConnection }

  /// Keeps the stream of a call that is answered later.
  ///
  /// - Parameter now: when its request had come.
  mutating func hold(_ id: UInt32, _ call: HeldCall, state: State = .requestsEnded, at now: Deadline) {
    streams[id] = Stream(state: state, lastMessage: now, call: call)
    heldBytes += call.requestBytes
    if call.isStreaming { streamingCalls += 1 }
    if state == .requestsOpen { callerStreams += 1 }
  }

  /// The call of an open stream.
  func call(_ id: UInt32) -> HeldCall? { streams[id]?.call }

  /// Notes that a message has come on an open stream, or is on its way to the peer.
  mutating func messagePassed(_ id: UInt32, at now: Deadline) {
    streams[id]?.lastMessage = now
  }

  /// Notes that the caller sends no more messages.
  mutating func endRequests(_ id: UInt32) {
    guard streams[id]?.state == .requestsOpen else { return }
    streams[id]?.state = .requestsEnded
    callerStreams -= 1
  }

  /// Ends a stream.
  ///
  /// - Returns: its call; nil where it has ended before, and its answer must not be sent.
  @discardableResult
  mutating func finish(_ id: UInt32) -> HeldCall? {
    guard let stream = streams.removeValue(forKey: id) else { return nil }
    heldBytes -= stream.call.requestBytes
    if stream.call.isStreaming { streamingCalls -= 1 }
    if stream.state == .requestsOpen { callerStreams -= 1 }
    return stream.call
  }

  /// Ends the streams whose deadline has passed.
  ///
  /// - Returns: them, in the order in which they came.
  mutating func expire(at now: Deadline) -> [(id: UInt32, call: HeldCall)] {
    end { $0.call.call.deadline.map { $0 <= now } ?? false }
  }

  /// Ends the streams of streaming calls on which no message has passed for too long.
  ///
  /// - Returns: them, in the order in which they came.
  mutating func endIdle(at now: Deadline) -> [(id: UInt32, call: HeldCall)] {
    let maximum = connectionLimits.maxStreamIdleSeconds
    return end { $0.idleDeadline(maxSeconds: maximum).map { $0 <= now } ?? false }
  }

  /// Ends the streams of calls whose work has not begun and never will now.
  ///
  /// - Returns: them, in the order in which they came.
  mutating func endWaiting() -> [(id: UInt32, call: HeldCall)] {
    end { $0.call.call.cancelUnlessBegun() }
  }

  /// Ends all streams: nobody waits for their answers any more.
  mutating func abandonAll() -> [(id: UInt32, call: HeldCall)] {
    end { _ in true }
  }

  private mutating func end(where isOver: (Stream) -> Bool) -> [(id: UInt32, call: HeldCall)] {
    let ended = streams.filter { isOver($1) }.sorted { $0.key < $1.key }
    for (id, _) in ended { finish(id) }
    return ended.map { (id: $0, call: $1.call) }
  }

  /// When the next open stream's time is over, by its deadline or since it is idle.
  var nextDeadline: Deadline? {
    let deadline = streams.values.lazy.compactMap(\.call.call.deadline).min()
    guard streamingCalls > 0 else { return deadline }
    let maximum = connectionLimits.maxStreamIdleSeconds
    let idle = streams.values.lazy.compactMap { $0.idleDeadline(maxSeconds: maximum) }.min()
    return [deadline, idle].compactMap { $0 }.min()
  }

  /// Messages that wait in the queues of streaming calls.
  var queuedBytes: Int {
    guard streamingCalls > 0 else { return 0 }
    return streams.values.reduce(0) { $0 + $1.call.call.queuedBytes }
  }
}

/// A call that is answered later, as its stream keeps it.
struct HeldCall: Sendable {
  let call: Call
  /// Bytes of the request that the call may hold.
  let requestBytes: Int

  var isStreaming: Bool { call.method.shape != .unary }
}
