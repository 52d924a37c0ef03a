import Testing
import Work

@Suite("A bounded queue")
struct BoundedQueueTests {
  @Test("returns elements in order and refuses more when it is full, also after wrapping around")
  func ring() {
    var queue = BoundedQueue<Int>(capacity: 3)
    for round in 0..<5 {
      let taken = (0..<4).map { queue.append(round * 4 + $0) }
      #expect(taken == [true, true, true, false])
      #expect(queue.first == round * 4)
      let given = (0..<4).map { _ in queue.popFirst() }
      #expect(given == [round * 4, round * 4 + 1, round * 4 + 2, nil])
      #expect(queue.isEmpty && queue.first == nil)
      // One more, so that the next round starts elsewhere in the ring buffer.
      _ = queue.append(-1)
      _ = queue.popFirst()
    }
  }
}
