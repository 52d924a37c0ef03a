import RPC

/// The streams of one connection: which frames may come on which, and which calls are still to be answered.
///
/// A value without a socket or a clock; the connection does what it says. A call answered at once never
/// enters the table: its stream opens and ends with the frame that brought it.
struct StreamTable: Sendable {
  /// What an open stream waits for. Streaming methods will bring the states in which Data is expected.
  enum State: Sendable, Hashable {
    /// The whole request has come; one Response is due. Data has no place here: it is ignored, as is the
    /// closing flag that some clients set on unary requests.
    case replyDue
  }

  /// What to do with a frame.
  enum Action: Sendable, Hashable {
    /// The frame opens a stream: decode it and run the call.
    case run
    case ignore
    /// Answer the frame's stream with an error. The connection stays up.
    case refuse(Refusal)
  }

  private struct Stream {
    let state: State
    let deadline: Deadline?
    let requestBytes: Int
    let call: HeldCall
  }

  private let maxStreams: Int
  private let maxHeldBytes: Int
  private var lastID: UInt32 = 0
  private var streams: [UInt32: Stream] = [:]
  private var heldBytes = 0

  /// Whether the server is stopping: open streams end as they would, new ones are refused.
  var isDraining = false

  init(limits: Limits) {
    maxStreams = limits.maxStreamsPerConnection
    maxHeldBytes = limits.maxHeldRequestBytesPerConnection
  }

  /// Calls to be answered.
  var count: Int { streams.count }

  var isEmpty: Bool { streams.isEmpty }

  /// Judges a frame that came in whole.
  mutating func receive(_ header: FrameHeader) -> Action {
    // Types of later versions and answers to what was never asked: nobody waits for a word about them.
    guard header.type == .request || header.type == .data else { return .ignore }
    guard header.stream % 2 == 1 else { return .refuse(.evenStream) }
    if header.type == .data { return receiveData(header.stream) }
    guard header.stream > lastID else { return .refuse(.reusedStream) }
    lastID = header.stream
    if isDraining { return .refuse(.shuttingDown) }
    guard streams.count < maxStreams, heldBytes + header.length <= maxHeldBytes else {
      return .refuse(.overloaded)
    }
    return .run
  }

  private func receiveData(_ id: UInt32) -> Action {
    switch streams[id]?.state {
    case .replyDue: .ignore
    case nil: .refuse(.inactiveStream)
    }
  }

  /// Keeps the stream of a call that is answered later.
  mutating func hold(_ id: UInt32, _ call: HeldCall, deadline: Deadline?, requestBytes: Int) {
    streams[id] = Stream(state: .replyDue, deadline: deadline, requestBytes: requestBytes, call: call)
    heldBytes += requestBytes
  }

  /// Ends a stream.
  ///
  /// - Returns: false where it has ended before, and its answer must not be sent.
  mutating func finish(_ id: UInt32) -> Bool {
    guard let stream = streams.removeValue(forKey: id) else { return false }
    heldBytes -= stream.requestBytes
    return true
  }

  /// Ends the streams whose deadline has passed.
  ///
  /// - Returns: them, in the order in which they came, and what their callers are told.
  mutating func expire(at now: Deadline) -> [(stream: UInt32, refusal: Refusal)] {
    let late = streams.filter { _, stream in stream.deadline.map { $0 <= now } ?? false }
      .sorted { $0.key < $1.key }
    for (id, _) in late { _ = finish(id) }
    return late.map { id, stream in (id, stream.call.giveUp()) }
  }

  /// Ends the streams of calls whose work has not begun and never will now.
  ///
  /// - Returns: them, in the order in which they came.
  mutating func endWaiting() -> [UInt32] {
    let waiting = streams.filter { $1.call.progress.giveUpUnlessBegun() }.keys.sorted()
    for id in waiting { _ = finish(id) }
    return waiting
  }

  /// Ends all streams: nobody waits for their answers any more.
  mutating func abandonAll() {
    for stream in streams.values { _ = stream.call.giveUp() }
    streams = [:]
    heldBytes = 0
  }

  /// When the next open stream's time runs out.
  var nextDeadline: Deadline? {
    streams.values.lazy.compactMap(\.deadline).min()
  }
}

/// A call that is answered later, as its stream keeps it.
struct HeldCall: Sendable {
  let progress: CallProgress
  /// Whether it makes no difference if the call was done.
  let hasNoSideEffects: Bool

  /// Gives the call up.
  ///
  /// - Returns: what its caller is told, where there is one: a change that had begun may be made.
  func giveUp() -> Refusal {
    let hadBegun = progress.giveUp()
    return hadBegun && !hasNoSideEffects ? .outcomeUnknown : .deadlineExceeded
  }
}
