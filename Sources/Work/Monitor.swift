import Glibc

/// State under a lock, with a condition variable to wait for changes, which Mutex lacks.
///
/// `@unchecked Sendable`: the state is accessed only under the pthread mutex, which checks its holder:
/// locking it twice, and unlocking or waiting without holding it, traps.
package final class Monitor<State>: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var state: State

  package init(_ state: State) {
    self.state = state
    var kind = pthread_mutexattr_t()
    pthread_mutexattr_init(&kind)
    pthread_mutexattr_settype(&kind, Int32(PTHREAD_MUTEX_ERRORCHECK))
    pthread_mutex_init(mutex, &kind)
    pthread_mutexattr_destroy(&kind)
    // Timeouts are measured on the monotonic clock.
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(changed, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(mutex)
    changed.deallocate()
    mutex.deallocate()
  }

  package func withLock<Result, Failure: Error>(
    _ body: (inout State) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    lock()
    defer { unlock() }
    return try body(&state)
  }

  /// Calls `body` until it returns a value, sleeping between the calls until this thread is woken.
  package func wait<Result>(for body: (inout State) -> Result?) -> Result {
    lock()
    defer { unlock() }
    while true {
      if let result = body(&state) { return result }
      let code = pthread_cond_wait(changed, mutex)
      precondition(code == 0, "a wait without the lock")
    }
  }

  /// Like ``wait(for:)``, but returns nil after the timeout.
  package func wait<Result>(milliseconds: Int, for body: (inout State) -> Result?) -> Result? {
    var end = timespec()
    clock_gettime(CLOCK_MONOTONIC, &end)
    let nanoseconds = end.tv_nsec + milliseconds * 1_000_000
    end.tv_sec += nanoseconds / 1_000_000_000
    end.tv_nsec = nanoseconds % 1_000_000_000
    lock()
    defer { unlock() }
    while true {
      if let result = body(&state) { return result }
      let code = pthread_cond_timedwait(changed, mutex, &end)
      if code == ETIMEDOUT { return nil }
      precondition(code == 0, "a wait without the lock")
    }
  }

  private func lock() {
    let code = pthread_mutex_lock(mutex)
    precondition(code == 0, "the lock is taken by the thread that holds it")
  }

  private func unlock() {
    let code = pthread_mutex_unlock(mutex)
    precondition(code == 0, "the lock is given back by a thread that does not hold it")
  }

  package func wakeOne() { pthread_cond_signal(changed) }
  package func wakeAll() { pthread_cond_broadcast(changed) }
}
