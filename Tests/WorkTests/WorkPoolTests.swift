import Glibc
import Synchronization
import TestSupport
import Testing
import Work

@Suite("The work pool")
struct WorkPoolTests {
  private func pool(threads: Int, capacity: Int, maxBytes: Int = .max) throws -> WorkPool<Void> {
    try WorkPool(
      name: "a name longer than the kernel takes",
      threads: threads,
      capacity: capacity,
      maxBytes: maxBytes
    ) {}
  }

  @Test("finishes all accepted work before it stops")
  func drains() throws {
    let log = Log()
    let pool = try pool(threads: 3, capacity: 100)
    for number in 0..<100 { try pool.submit { log.add("\(number)") } }
    pool.stop()
    #expect(Set(log.lines) == Set((0..<100).map { "\($0)" }))
    #expect(throws: QueueError.stopped) { try pool.submit {} }
  }

  @Test("refuses work when it is full")
  func refuses() throws {
    let pool = try pool(threads: 1, capacity: 1)
    let gate = Gate()
    try pool.submit { gate.hold() }
    gate.waitUntilHeld()
    try pool.submit {}
    #expect(throws: QueueError.full) { try pool.submit {} }
    gate.open()
    pool.stop()
  }

  @Test("works in parallel")
  func parallel() throws {
    let pool = try pool(threads: 2, capacity: 2)
    let (first, second) = (Gate(), Gate())
    // Each opens the gate that the other waits for: one thread alone would never finish.
    try pool.submit {
      first.open()
      second.wait()
    }
    try pool.submit {
      second.open()
      first.wait()
    }
    pool.stop()
  }

  /// What belongs to one thread, and is not Sendable. It is summed up when its thread ends.
  private final class Counter {
    var count = 0
    let ended: @Sendable (Int) -> Void

    init(ended: @escaping @Sendable (Int) -> Void) {
      self.ended = ended
    }

    deinit { ended(count) }
  }

  @Test("hands each thread's own value to the work that runs there, and ends it with the thread")
  func locals() throws {
    let counts = Mutex<[Int]>([])
    let pool = try WorkPool(name: "test", threads: 3, capacity: 300) {
      Counter { count in counts.withLock { $0.append(count) } }
    }
    for _ in 0..<300 { try pool.submit { $0.count += 1 } }
    pool.stop()
    #expect(counts.withLock { $0.count } == 3)
    #expect(counts.withLock { $0.reduce(0, +) } == 300)
  }

  @Test("does not start where a thread's value cannot be made, and leaves no thread behind")
  func failure() {
    struct Refusal: Error {}
    let ended = Log()
    final class Local: Sendable {
      let ended: Log
      init(_ ended: Log) { self.ended = ended }
      deinit { ended.add("ended") }
    }
    let made = Mutex(0)
    #expect(throws: Refusal.self) {
      try WorkPool(name: "test", threads: 3, capacity: 1) {
        let number = made.withLock {
          $0 += 1; return $0
        }
        if number == 2 { throw Refusal() }
        return Local(ended)
      }
    }
    #expect(ended.lines == ["ended", "ended"])
  }

  @Test("runs at once what fits its memory, in order, and never more")
  func memory() throws {
    let pool = try pool(threads: 4, capacity: 200, maxBytes: 100)
    let (first, second) = (Gate(), Gate())
    // Two of 50 run beside each other: each waits for the other.
    try pool.submit(bytes: 50) {
      first.open()
      second.wait()
    }
    try pool.submit(bytes: 50) {
      second.open()
      first.wait()
    }
    let used = Mutex((now: 0, most: 0))
    let order = Log()
    for number in 0..<100 {
      let bytes = number % 10 == 0 ? 100 : 30
      try pool.submit(bytes: bytes) {
        if bytes == 100 { order.add("\(number)") }
        used.withLock { used in
          used.now += bytes
          used.most = max(used.most, used.now)
        }
        // Others have the chance to run beside it.
        for _ in 0..<100 { sched_yield() }
        used.withLock { $0.now -= bytes }
      }
    }
    pool.stop()
    #expect(used.withLock { $0.most } <= 100)
    #expect(order.lines == (0..<10).map { "\($0 * 10)" })
  }

  @Test("work that waits for memory is run once there is enough, also by a pool that stops")
  func waitsForMemory() throws {
    let pool = try pool(threads: 2, capacity: 2, maxBytes: 100)
    let gate = Gate()
    let log = Log()
    try pool.submit(bytes: 60) {
      gate.hold()
      log.add("first")
    }
    gate.waitUntilHeld()
    try pool.submit(bytes: 60) { log.add("second") }
    // It would fit, and does not overtake.
    try pool.submit(bytes: 10) { log.add("third") }
    gate.open()
    pool.stop()
    #expect(log.lines.first == "first")
    #expect(Set(log.lines) == ["first", "second", "third"])
  }

  @Test("work that could never run is a fault of the program")
  func impossible() async {
    await #expect(processExitsWith: .failure) {
      let pool = try WorkPool(name: "test", threads: 1, capacity: 1, maxBytes: 100) {}
      try pool.submit(bytes: 101) {}
    }
  }
}
