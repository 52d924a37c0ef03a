/// A first-in, first-out queue with a fixed capacity: a ring buffer.
package struct BoundedQueue<Element> {
  private var slots: [Element?]
  private var first = 0
  package private(set) var count = 0

  package init(capacity: Int) {
    precondition(capacity > 0)
    slots = Array(repeating: nil, count: capacity)
  }

  package var isEmpty: Bool { count == 0 }

  /// - Returns: false if it is full.
  package mutating func append(_ element: Element) -> Bool {
    guard count < slots.count else { return false }
    slots[(first + count) % slots.count] = element
    count += 1
    return true
  }

  package mutating func popFirst() -> Element? {
    guard count > 0 else { return nil }
    defer {
      slots[first] = nil
      first = (first + 1) % slots.count
      count -= 1
    }
    return slots[first]
  }
}
