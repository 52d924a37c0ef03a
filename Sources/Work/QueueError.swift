/// Why a queue did not accept work, or did not do it.
package enum QueueError: Error, Sendable, Equatable {
  /// The queue is full: the caller may retry later.
  case full
  /// The queue is shutting down.
  case stopped
  /// The caller's deadline had passed before the work began.
  case expired
}
