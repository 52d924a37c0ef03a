import ProtobufC

/// A thread that runs calls, with what belongs to it: memory for the call at hand, the notifications on their
/// way to it from other threads, and what the service keeps for each worker (``WorkerLocal``).
///
/// What is reached through a worker is used without locks, since a worker does one thing at a time.
///
/// `@unchecked Sendable`: `executor`, `number` and `notifications` may be used from any thread; all else is
/// reached through properties and methods that trap on another thread than the worker's.
package final class Worker: @unchecked Sendable {
  package let executor: any WorkerExecutor

  /// Notifications that other threads have for calls of this worker.
  let notifications = CallNotificationQueue()

  /// Its place among the workers of its group, for ``WorkerLocal``.
  let number: Int

  private let memory: Arena
  private var turnEndings: [() -> Void] = []

  init(number: Int, executor: any WorkerExecutor, maxArenaBytes: Int) {
    self.number = number
    self.executor = executor
    memory = Arena(limit: maxArenaBytes)
  }

  /// Traps on another thread than the worker's.
  @inline(__always)
  package func preconditionIsCurrent() {
    precondition(executor.isCurrent, "what belongs to a worker is used on another thread")
  }

  /// As ``preconditionIsCurrent()``, in debug builds only: for what is asked many times in each call.
  @inline(__always)
  package func assertIsCurrent() {
    assert(executor.isCurrent, "what belongs to a worker is used on another thread")
  }

  /// Memory for the time of one call. Whoever runs the call resets it afterwards.
  package var arena: Arena {
    preconditionIsCurrent()
    return memory
  }
}

// MARK: - Turns

extension Worker {
  /// Has `work` run once, at the end of the turn: the calls that arrived together share something until then.
  package func atTurnEnd(_ work: @escaping () -> Void) {
    preconditionIsCurrent()
    turnEndings.append(work)
  }

  /// To be called by a transport when it has run the calls that arrived together.
  package func endTurn() {
    preconditionIsCurrent()
    guard !turnEndings.isEmpty else { return }
    for work in turnEndings { work() }
    turnEndings.removeAll(keepingCapacity: true)
  }
}

// MARK: - Notifications of other threads

extension Worker {
  /// Brings a notification to its call's carrier, on the worker. From any thread.
  func post(_ notification: CallNotification) {
    guard notifications.append(notification) else { return }
    executor.execute { self.deliverNotifications() }
  }

  /// Drops the notifications that come from now on: the executor is about to end. From any thread.
  package func stopDelivering() {
    notifications.close()
  }

  private func deliverNotifications() {
    preconditionIsCurrent()
    let notifications = notifications.takeAll()
    for notification in notifications { notification.deliver() }
    // Each carrier sends once, however many notifications it got.
    for notification in notifications { notification.call.carrier.flush() }
  }
}
