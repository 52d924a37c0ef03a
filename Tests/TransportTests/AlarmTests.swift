import NIOCore
import NIOEmbedded
import NIOPosix
import RPC
import Synchronization
import Testing

@testable import Transport

@Suite("Alarms")
struct AlarmTests {
  private let loop = EmbeddedEventLoop()

  private func set(_ alarm: Alarm, _ seconds: Int64, _ counter: Counter) {
    alarm.set(noLaterThan: loop.now + .seconds(seconds)) { counter.rings.withLock { $0 += 1 } }
  }

  private final class Counter: Sendable {
    let rings = Mutex(0)
    var count: Int { rings.withLock { $0 } }
  }

  @Test("it rings once, at the earliest of the times asked for")
  func earliest() {
    let (alarm, counter) = (Alarm(eventLoop: loop), Counter())
    for seconds in [3, 1, 2] as [Int64] { set(alarm, seconds, counter) }
    #expect(alarm.time == loop.now + .seconds(1))
    loop.advanceTime(by: .milliseconds(999))
    #expect(counter.count == 0)
    loop.advanceTime(by: .milliseconds(1))
    #expect(counter.count == 1)
    #expect(alarm.time == .distantFuture)
    loop.advanceTime(by: .seconds(10))
    #expect(counter.count == 1)
  }

  @Test("it can be set again when it has rung, and does not ring when it is cancelled")
  func again() {
    let (alarm, counter) = (Alarm(eventLoop: loop), Counter())
    for rings in 1...2 {
      set(alarm, 1, counter)
      loop.advanceTime(by: .seconds(1))
      #expect(counter.count == rings)
    }
    set(alarm, 1, counter)
    alarm.cancel()
    loop.advanceTime(by: .seconds(1))
    #expect(counter.count == 2)
  }

  @Test("it is set on its event loop only")
  func affinity() async {
    await #expect(processExitsWith: .failure) {
      let alarm = Alarm(eventLoop: MultiThreadedEventLoopGroup.singleton.any())
      alarm.set(noLaterThan: .now()) {}
    }
  }

  @Test("a deadline beyond NIO's clock is as far away as NIO can tell")
  func conversion() {
    #expect(NIODeadline(Deadline(uptimeNanoseconds: .max)).uptimeNanoseconds == UInt64(Int64.max))
    #expect(Deadline(NIODeadline.uptimeNanoseconds(7)).uptimeNanoseconds == 7)
  }
}
