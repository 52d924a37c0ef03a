/// A first-in, first-out queue with a limit: a ring buffer that grows as it fills.
package struct BoundedQueue<Element> {
  private let capacity: Int
  private var slots: [Element?] = []
  private var start = 0
  package private(set) var count = 0

  package init(capacity: Int) {
    precondition(capacity > 0)
    self.capacity = capacity
  }

  package var isEmpty: Bool { count == 0 }

  package var first: Element? { isEmpty ? nil : slots[start] }

  /// - Returns: false if it is full.
  package mutating func append(_ element: Element) -> Bool {
    guard count < capacity else { return false }
    if count == slots.count { grow() }
    slots[(start + count) % slots.count] = element
    count += 1
    return true
  }

  package mutating func popFirst() -> Element? {
    guard count > 0 else { return nil }
    defer {
      slots[start] = nil
      start = (start + 1) % slots.count
      count -= 1
    }
    return slots[start]
  }

  private mutating func grow() {
    let size = min(capacity, max(8, 2 * slots.count))
    slots = Array(slots[start...] + slots[..<start]) + Array(repeating: nil, count: size - slots.count)
    start = 0
  }
}
