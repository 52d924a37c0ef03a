/// Why a queue took no work, or did not do it.
package enum QueueError: Error, Sendable, Equatable {
  /// The bound is reached: the caller may try again later.
  case full
  /// The queue is shutting down.
  case stopped
  /// The caller's deadline had passed before the work began.
  case expired
}
