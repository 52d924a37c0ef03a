import RPC
import Testing

@testable import TTRPC

/// A table that expectations can change.
private final class Streams {
  private var table: StreamTable
  init(_ limits: Limits = Limits()) { table = StreamTable(limits: limits) }

  func receive(_ header: FrameHeader) -> StreamTable.Action { table.receive(header) }
  func hold(
    _ id: UInt32,
    _ progress: CallProgress = CallProgress(),
    hasNoSideEffects: Bool = false,
    deadline: Deadline?,
    requestBytes: Int
  ) {
    let call = HeldCall(progress: progress, hasNoSideEffects: hasNoSideEffects)
    table.hold(id, call, deadline: deadline, requestBytes: requestBytes)
  }
  func finish(_ id: UInt32) -> Bool { table.finish(id) }
  func expire(at now: Deadline) -> [UInt32] { table.expire(at: now).map(\.stream) }
  func refusals(at now: Deadline) -> [Refusal] { table.expire(at: now).map(\.refusal) }
  func abandonAll() { table.abandonAll() }
  func drain() { table.isDraining = true }
  var nextDeadline: Deadline? { table.nextDeadline }
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
    table.hold(1, deadline: nil, requestBytes: 0)
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
    table.hold(1, deadline: nil, requestBytes: 0)
    #expect(table.finish(1))
    #expect(!table.finish(1))
    #expect(table.isEmpty)
  }

  @Test("streams whose time is up end in order, and the others stay")
  func expire() {
    for (id, time) in [(1, 30), (3, 10), (5, 20)] as [(UInt32, UInt64)] {
      table.hold(id, deadline: Deadline(uptimeNanoseconds: time), requestBytes: 0)
    }
    table.hold(7, deadline: nil, requestBytes: 0)
    #expect(table.nextDeadline == Deadline(uptimeNanoseconds: 10))
    #expect(table.expire(at: Deadline(uptimeNanoseconds: 20)) == [3, 5])
    #expect(table.nextDeadline == Deadline(uptimeNanoseconds: 30))
    #expect(!table.finish(3))
    #expect(table.count == 2)
  }

  @Test(
    "a call whose time is up is told that nothing was done, unless it is a change that had begun",
    arguments: [
      (false, false, Refusal.deadlineExceeded), (false, true, .deadlineExceeded),
      (true, false, .outcomeUnknown), (true, true, .deadlineExceeded),
    ]
  )
  func expireBegun(hasBegun: Bool, hasNoSideEffects: Bool, refusal: Refusal) {
    let progress = CallProgress()
    let time = Deadline(uptimeNanoseconds: 10)
    table.hold(1, progress, hasNoSideEffects: hasNoSideEffects, deadline: time, requestBytes: 0)
    if hasBegun { #expect(progress.begin()) }
    #expect(table.refusals(at: time) == [refusal])
    #expect(progress.isGivenUp)
    #expect(!progress.begin())
  }

  @Test("calls whose connection has gone are given up, so that what has not begun never begins")
  func abandon() {
    let calls = (0..<3).map { _ in CallProgress() }
    for (id, call) in zip([1, 3, 5] as [UInt32], calls) {
      table.hold(id, call, deadline: nil, requestBytes: 0)
    }
    table.abandonAll()
    #expect(table.isEmpty)
    #expect(calls.allSatisfy { !$0.begin() })
  }

  @Test("a connection holds so many calls, and room comes back as they end")
  func maxStreams() {
    var limits = Limits()
    limits.maxStreamsPerConnection = 2
    let table = Streams(limits)
    for id in [1, 3] as [UInt32] {
      #expect(table.receive(header(.request, id)) == .run)
      table.hold(id, deadline: nil, requestBytes: 0)
    }
    #expect(table.receive(header(.request, 5)) == .refuse(.overloaded))
    #expect(table.finish(1))
    #expect(table.receive(header(.request, 5)) == .refuse(.reusedStream))
    #expect(table.receive(header(.request, 7)) == .run)
  }

  @Test("the calls a connection holds may keep so many bytes")
  func maxHeldBytes() {
    var limits = Limits()
    limits.maxHeldRequestBytesPerConnection = 100
    let table = Streams(limits)
    table.hold(1, deadline: nil, requestBytes: 60)
    #expect(table.receive(header(.request, 3, length: 41)) == .refuse(.overloaded))
    #expect(table.receive(header(.request, 5, length: 40)) == .run)
  }

  @Test("at the end of a drain the calls that have not begun end, in order, and never begin")
  func endWaiting() {
    let progress = (0..<3).map { _ in CallProgress() }
    var table = StreamTable(limits: Limits())
    for (index, progress) in progress.enumerated() {
      let call = HeldCall(progress: progress, hasNoSideEffects: false)
      table.hold(UInt32(2 * index + 1), call, deadline: nil, requestBytes: 0)
    }
    #expect(progress[1].begin())
    let ended = table.endWaiting()
    #expect(ended == [1, 5])
    #expect(table.count == 1)
    #expect(!progress[0].begin())
    #expect(!progress[1].isGivenUp)
    #expect(table.endWaiting().isEmpty)
  }

  @Test("a server that is stopping refuses new streams only")
  func draining() {
    table.hold(1, deadline: nil, requestBytes: 0)
    table.drain()
    #expect(table.receive(header(.request, 3)) == .refuse(.shuttingDown))
    #expect(table.finish(1))
  }
}
