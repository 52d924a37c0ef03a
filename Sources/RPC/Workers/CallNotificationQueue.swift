import Synchronization

/// Notifications on their way from any thread to a worker. However many there are, the worker is woken once.
final class CallNotificationQueue: Sendable {
  private struct State {
    var notifications: [CallNotification] = []
    var isScheduled = false
    var isClosed = false
  }

  private let state = Mutex(State())

  /// - Returns: whether the worker has to be woken.
  func append(_ notification: CallNotification) -> Bool {
    state.withLock { state in
      guard !state.isClosed else { return false }
      state.notifications.append(notification)
      defer { state.isScheduled = true }
      return !state.isScheduled
    }
  }

  func takeAll() -> [CallNotification] {
    state.withLock { state in
      defer {
        state.notifications = []
        state.notifications.reserveCapacity(64)
        state.isScheduled = false
      }
      return state.notifications
    }
  }

  func close() {
    state.withLock { state in
      state.isClosed = true
      state.notifications = []
    }
  }
}
