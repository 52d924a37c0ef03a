import Synchronization

/// Counts what happens on other threads.
final class Counter: Sendable {
  private let count = Atomic<Int>(0)

  var value: Int { count.load(ordering: .relaxed) }

  @discardableResult
  func increment() -> Int {
    count.wrappingAdd(1, ordering: .relaxed).newValue
  }
}
