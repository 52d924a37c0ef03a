import Synchronization

/// How far a call that is answered later has come: whether its work has begun, and whether anybody still
/// waits for the answer.
///
/// The side that does the work and the side that keeps the caller's time decide by it, each on its own
/// thread, which of two things is true: a call that was given up before it began never begins, and nothing
/// was done; one that had begun may have been done.
package final class CallProgress: Sendable {
  private static let begun: UInt8 = 1
  private static let givenUp: UInt8 = 2

  private let state = Atomic<UInt8>(0)

  package init() {}

  /// Marks the work as begun.
  ///
  /// - Returns: false where the call was given up: the work must not be done.
  package func begin() -> Bool {
    state.bitwiseOr(Self.begun, ordering: .acquiringAndReleasing).oldValue & Self.givenUp == 0
  }

  /// Marks the call as one that nobody waits for any more.
  ///
  /// - Returns: whether its work had begun, so that it may have been done.
  @discardableResult
  package func giveUp() -> Bool {
    state.bitwiseOr(Self.givenUp, ordering: .acquiringAndReleasing).oldValue & Self.begun != 0
  }

  /// Gives the call up if its work has not begun; otherwise leaves it alone.
  ///
  /// - Returns: whether it was given up, so that nothing is ever done.
  package func giveUpUnlessBegun() -> Bool {
    state.compareExchange(expected: 0, desired: Self.givenUp, ordering: .acquiringAndReleasing).exchanged
  }

  /// Whether nobody waits for the answer any more.
  package var isGivenUp: Bool { state.load(ordering: .acquiring) & Self.givenUp != 0 }
}
