/// When work on a connection has to stop, though it is not done.
package struct Interruption: Sendable {
  /// Nanoseconds on CLOCK_MONOTONIC; nil for no end.
  package var deadline: UInt64?
  /// Asked while a statement runs, on the connection's thread: whether nobody waits for the outcome any more.
  package var isCancelled: @Sendable () -> Bool

  package init(deadline: UInt64? = nil, isCancelled: @escaping @Sendable () -> Bool = { false }) {
    self.deadline = deadline
    self.isCancelled = isCancelled
  }
}
