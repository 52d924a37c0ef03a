/// Why a queue took no work, or did not do it.
package enum QueueError: Error, Sendable, Equatable {
  /// The bound is reached: the caller may try again later.
  case full
  /// The queue is shutting down.
  case stopped
  /// The caller's deadline had passed before the work began.
  case expired
}

/// First in, first out, with a bound: a ring that never grows.
struct BoundedQueue<Element> {
  private var slots: [Element?]
  private var first = 0
  private(set) var count = 0

  init(capacity: Int) {
    precondition(capacity > 0)
    slots = Array(repeating: nil, count: capacity)
  }

  var isEmpty: Bool { count == 0 }

  /// - Returns: false if it is full.
  mutating func append(_ element: Element) -> Bool {
    guard count < slots.count else { return false }
    slots[(first + count) % slots.count] = element
    count += 1
    return true
  }

  mutating func popFirst() -> Element? {
    guard count > 0 else { return nil }
    defer {
      slots[first] = nil
      first = (first + 1) % slots.count
      count -= 1
    }
    return slots[first]
  }
}
