import TestSupport
import Testing
import Work

@Suite("The work pool")
struct WorkPoolTests {
  @Test("finishes all accepted work before it stops, and passes each worker's number")
  func drains() throws {
    let log = Log()
    let pool = WorkPool(name: "test", threads: 3, capacity: 100)
    for number in 0..<100 { try pool.submit { worker in log.add("\(number) \((0..<3).contains(worker))") } }
    pool.stop()
    #expect(Set(log.lines) == Set((0..<100).map { "\($0) true" }))
    #expect(throws: QueueError.stopped) { try pool.submit { _ in } }
  }

  @Test("refuses work when it is full")
  func refuses() throws {
    let pool = WorkPool(name: "test", threads: 1, capacity: 1)
    let gate = Gate()
    try pool.submit { _ in gate.hold() }
    gate.waitUntilHeld()
    try pool.submit { _ in }
    #expect(throws: QueueError.full) { try pool.submit { _ in } }
    gate.open()
    pool.stop()
  }

  @Test("works in parallel")
  func parallel() throws {
    let pool = WorkPool(name: "a name longer than the kernel takes", threads: 2, capacity: 2)
    let (first, second) = (Gate(), Gate())
    // Each opens the gate that the other waits for: one thread alone would never finish.
    try pool.submit { _ in
      first.open()
      second.wait()
    }
    try pool.submit { _ in
      second.open()
      first.wait()
    }
    pool.stop()
  }
}

@Suite("A bounded queue")
struct BoundedQueueTests {
  @Test("returns elements in order and refuses more when it is full, also after wrapping around")
  func ring() {
    var queue = BoundedQueue<Int>(capacity: 3)
    for round in 0..<5 {
      let taken = (0..<4).map { queue.append(round * 4 + $0) }
      #expect(taken == [true, true, true, false])
      let given = (0..<4).map { _ in queue.popFirst() }
      #expect(given == [round * 4, round * 4 + 1, round * 4 + 2, nil])
      #expect(queue.isEmpty)
      // One more, so that the next round starts elsewhere in the ring buffer.
      _ = queue.append(-1)
      _ = queue.popFirst()
    }
  }
}
