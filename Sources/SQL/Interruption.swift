/// When to stop work on a connection before it is done.
package struct Interruption: Sendable {
  /// Nanoseconds on CLOCK_MONOTONIC; nil for none.
  package var deadline: UInt64?
  /// Called on the connection's thread while a statement runs: whether the result is no longer needed.
  package var isCancelled: @Sendable () -> Bool

  package init(deadline: UInt64? = nil, isCancelled: @escaping @Sendable () -> Bool = { false }) {
    self.deadline = deadline
    self.isCancelled = isCancelled
  }
}
