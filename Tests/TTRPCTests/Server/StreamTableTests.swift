import RPC
import Testing

@testable import TTRPC
@testable import Transport

/// A table that expectations can change.
private final class Streams {
  private var table: StreamTable
  private let calls = TestCalls()

  init(_ limits: TTRPCLimits = TTRPCLimits(), _ connectionLimits: ConnectionLimits = ConnectionLimits()) {
    table = StreamTable(limits: limits, connectionLimits: connectionLimits)
  }

  func receive(_ header: FrameHeader) -> StreamTable.Action { table.receive(header) }

  /// Keeps a call that was left for later.
  @discardableResult
  func hold(
    _ id: UInt32,
    _ shape: MethodDescriptor.Shape = .unary,
    state: StreamTable.State = .requestsEnded,
    deadline: UInt64? = nil,
    requestBytes: Int = 0,
    at now: Deadline = Deadline(uptimeNanoseconds: 0)
  ) -> Call {
    let call = calls.make(shape, deadline: deadline.map { Deadline(uptimeNanoseconds: $0) })
    table.hold(id, HeldCall(call: call, requestBytes: requestBytes), state: state, at: now)
    return call
  }

  func finish(_ id: UInt32) -> Bool { table.finish(id) != nil }
  func expire(at now: UInt64) -> [UInt32] { table.expire(at: Deadline(uptimeNanoseconds: now)).map(\.id) }
  func endIdle(at now: Deadline) -> [UInt32] { table.endIdle(at: now).map(\.id) }
  func messagePassed(_ id: UInt32, at now: Deadline) { table.messagePassed(id, at: now) }
  func endWaiting() -> [UInt32] { table.endWaiting().map(\.id) }
  func abandonAll() -> [UInt32] { table.abandonAll().map(\.id) }
  func drain() { table.isDraining = true }
  var nextDeadline: UInt64? { table.nextDeadline?.uptimeNanoseconds }
  var hasRoomForCallerStream: Bool { table.hasRoomForCallerStream }
  var isEmpty: Bool { table.isEmpty }
  var count: Int { table.count }
}

@Suite("Which frames may come on which streams")
struct StreamTableTests {
  private let table = Streams()

  private func header(
    _ type: FrameType,
    _ stream: UInt32,
    _ flags: FrameFlags = [],
    length: Int = 0
  ) -> FrameHeader {
    FrameHeader(length: length, stream: stream, type: type, flags: flags)
  }

  @Test("odd streams open in increasing order, with gaps as they like")
  func increasing() {
    for id in [1, 3, 9, 0xffff_ffff] as [UInt32] { #expect(table.receive(header(.request, id)) == .run) }
  }

  @Test("an even stream is refused and changes nothing", arguments: [0, 2, 0xffff_fffe] as [UInt32])
  func even(id: UInt32) {
    #expect(table.receive(header(.request, id)) == .refuse(.evenStream))
    #expect(table.receive(header(.data, id)) == .refuse(.evenStream))
    #expect(table.receive(header(.request, 1)) == .run)
  }

  @Test("a stream that was used, or lies before one that was, is refused", arguments: [1, 3, 5] as [UInt32])
  func reused(id: UInt32) {
    #expect(table.receive(header(.request, 5)) == .run)
    #expect(table.receive(header(.request, id)) == .refuse(.reusedStream))
    #expect(table.receive(header(.request, 7)) == .run)
  }

  @Test("data on a unary call in flight is ignored, and refused once it has ended")
  func data() {
    #expect(table.receive(header(.data, 1)) == .refuse(.inactiveStream))
    #expect(table.receive(header(.request, 1)) == .run)
    table.hold(1)
    #expect(table.receive(header(.data, 1)) == .ignore)
    #expect(table.receive(header(.data, 1, [.remoteClosed, .noData])) == .ignore)
    #expect(table.finish(1))
    #expect(table.receive(header(.data, 1)) == .refuse(.inactiveStream))
  }

  @Test("the flags of a Request do not decide how it runs", arguments: [0, 1, 2, 3, 6, 0xff] as [UInt8])
  func flags(flags: UInt8) {
    #expect(table.receive(header(.request, 1, FrameFlags(rawValue: flags))) == .run)
  }

  @Test(
    "responses and types of later versions are ignored, on any stream",
    arguments: [0, 2, 4, 5, 255] as [UInt8]
  )
  func unknownTypes(type: UInt8) {
    for id in 0...3 as ClosedRange<UInt32> {
      #expect(table.receive(header(FrameType(rawValue: type), id)) == .ignore)
    }
  }

  @Test("a stream ends once")
  func finish() {
    table.hold(1)
    #expect(table.finish(1))
    #expect(!table.finish(1))
    #expect(table.isEmpty)
  }

  @Test("streams whose time is up end in order, and the others stay")
  func expire() {
    for (id, time) in [(1, 30), (3, 10), (5, 20)] as [(UInt32, UInt64)] { table.hold(id, deadline: time) }
    table.hold(7)
    #expect(table.nextDeadline == 10)
    #expect(table.expire(at: 20) == [3, 5])
    #expect(table.nextDeadline == 30)
    #expect(!table.finish(3))
    #expect(table.count == 2)
  }

  @Test("streams without a message for a while end in order; a message, or being unary, keeps a stream")
  func idle() {
    var limits = ConnectionLimits()
    limits.maxStreamIdleSeconds = 10
    let table = Streams(TTRPCLimits(), limits)
    let after = { (seconds: Int64) in Deadline(uptimeNanoseconds: 0).advanced(bySeconds: seconds) }
    let start = Deadline(uptimeNanoseconds: 0)
    table.hold(1, .unary, at: start)
    let shapes: [MethodDescriptor.Shape] = [.clientStreaming, .serverStreaming, .bidirectionalStreaming]
    for (id, shape) in zip([7, 5, 3] as [UInt32], shapes) { table.hold(id, shape, at: start) }
    #expect(table.nextDeadline == after(10).uptimeNanoseconds)
    table.messagePassed(5, at: after(4))
    #expect(table.endIdle(at: Deadline(uptimeNanoseconds: after(10).uptimeNanoseconds - 1)).isEmpty)
    #expect(table.endIdle(at: after(10)) == [3, 7])
    #expect(table.nextDeadline == after(14).uptimeNanoseconds)
    #expect(table.endIdle(at: after(14)) == [5])
    #expect(table.endIdle(at: after(1_000)).isEmpty)
    #expect(table.nextDeadline == nil)
    #expect(table.count == 1)
  }

  @Test("all streams of a connection that has gone end, in order")
  func abandon() {
    for id in [5, 1, 3] as [UInt32] { table.hold(id) }
    #expect(table.abandonAll() == [1, 3, 5])
    #expect(table.isEmpty)
  }

  @Test("a connection holds so many calls, and room comes back as they end")
  func maxStreams() {
    var limits = ConnectionLimits()
    limits.maxStreamsPerConnection = 2
    let table = Streams(TTRPCLimits(), limits)
    for id in [1, 3] as [UInt32] {
      #expect(table.receive(header(.request, id)) == .run)
      table.hold(id)
    }
    #expect(table.receive(header(.request, 5)) == .refuse(.overloaded))
    #expect(table.finish(1))
    #expect(table.receive(header(.request, 5)) == .refuse(.reusedStream))
    #expect(table.receive(header(.request, 7)) == .run)
  }

  @Test("the calls a connection holds may keep so many bytes")
  func maxHeldBytes() {
    var limits = ConnectionLimits()
    limits.maxHeldRequestBytesPerConnection = 100
    let table = Streams(TTRPCLimits(), limits)
    table.hold(1, requestBytes: 60)
    #expect(table.receive(header(.request, 3, length: 41)) == .refuse(.overloaded))
    #expect(table.receive(header(.request, 5, length: 40)) == .run)
  }

  @Test("at the end of a drain the calls that have not begun end, in order, and never begin")
  func endWaiting() {
    let calls = [1, 3, 5].map { table.hold($0) }
    #expect(calls[1].begin())
    #expect(table.endWaiting() == [1, 5])
    #expect(table.count == 1)
    #expect(!calls[0].begin())
    #expect(!calls[1].isCancelled)
    #expect(table.endWaiting().isEmpty)
  }

  @Test("a server that is stopping refuses new streams only")
  func draining() {
    table.hold(1)
    table.drain()
    #expect(table.receive(header(.request, 3)) == .refuse(.shuttingDown))
    #expect(table.finish(1))
  }

  // MARK: Messages

  /// Every frame that can come on an open stream, and what becomes of it.
  private static let frames: [(FrameFlags, length: Int, StreamTable.Action)] = [
    ([], 3, .message(isLast: false)),
    ([], 0, .message(isLast: false)),
    ([.noData], 0, .ignore),
    ([.noData], 3, .message(isLast: false)),
    ([.remoteClosed, .noData], 0, .endRequests),
    ([.remoteClosed], 0, .message(isLast: true)),
    ([.remoteClosed], 3, .message(isLast: true)),
    ([.remoteClosed, .noData], 3, .message(isLast: true)),
    ([.remoteOpen], 3, .message(isLast: false)),
  ]

  @Test(
    "data is a message, also an empty one, unless it says that it is none",
    arguments: [.clientStreaming, .bidirectionalStreaming] as [MethodDescriptor.Shape]
  )
  func messages(shape: MethodDescriptor.Shape) {
    for (index, (flags, length, action)) in Self.frames.enumerated() {
      let id = UInt32(2 * index + 1)
      table.hold(id, shape, state: .requestsOpen)
      #expect(table.receive(header(.data, id, flags, length: length)) == action)
      let after: StreamTable.Action = flags.contains(.remoteClosed) ? .ignore : .message(isLast: false)
      #expect(table.receive(header(.data, id, length: 1)) == after, "after \(flags) and \(length) bytes")
    }
  }

  @Test(
    "where the opening brought the one request, data is ignored",
    arguments: [.unary, .serverStreaming] as [MethodDescriptor.Shape]
  )
  func noMessages(shape: MethodDescriptor.Shape) {
    table.hold(1, shape)
    for (flags, length, _) in Self.frames {
      #expect(table.receive(header(.data, 1, flags, length: length)) == .ignore)
    }
  }

  @Test("a connection has so many callers that stream, and room comes back as they end, either way")
  func callerStreams() {
    var limits = TTRPCLimits()
    limits.maxCallerStreamsPerConnection = 2
    let table = Streams(limits)
    for id in [1, 3] as [UInt32] {
      #expect(table.hasRoomForCallerStream)
      table.hold(id, .clientStreaming, state: .requestsOpen)
    }
    #expect(!table.hasRoomForCallerStream)
    #expect(table.receive(header(.data, 1, [.remoteClosed, .noData])) == .endRequests)
    #expect(table.hasRoomForCallerStream)
    #expect(table.finish(1))
    table.hold(5, .bidirectionalStreaming, state: .requestsOpen)
    #expect(!table.hasRoomForCallerStream)
    #expect(table.finish(3))
    #expect(table.hasRoomForCallerStream)
  }
}
