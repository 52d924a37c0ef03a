import Glibc

/// A thread of the operating system with a name that `top -H` shows.
///
/// Used for work that blocks: Swift's own pool has one thread a core and must not wait for a disk.
package struct WorkerThread: @unchecked Sendable {
  // Reason for @unchecked: pthread_t only names the thread, any thread may join it.
  private let handle: pthread_t

  /// - Parameter name: cut to 15 bytes, the kernel's limit.
  package init(name: String, _ body: @escaping @Sendable () -> Void) {
    var handle = pthread_t()
    let context = Unmanaged.passRetained(Body(name: name, run: body))
    let code = pthread_create(
      &handle,
      nil,
      { context in
        let body = Unmanaged<Body>.fromOpaque(context!).takeRetainedValue()
        setCurrentThreadName(body.name)
        body.run()
        return nil
      },
      context.toOpaque()
    )
    // Without its threads the process cannot serve; there is no one to hand this to.
    precondition(code == 0, "cannot create thread \(name): \(String(cString: strerror(code)))")
    self.handle = handle
  }

  package var isCurrent: Bool { pthread_equal(pthread_self(), handle) != 0 }

  package func join() { pthread_join(handle, nil) }

  private final class Body: Sendable {
    let name: String
    let run: @Sendable () -> Void

    init(name: String, run: @escaping @Sendable () -> Void) {
      self.name = name
      self.run = run
    }
  }
}

/// By way of /proc: glibc's function for it is an extension that Swift does not see.
private func setCurrentThreadName(_ name: String) {
  let descriptor = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return }
  defer { close(descriptor) }
  // A thread without its name works as well.
  _ = write(descriptor, name, min(name.utf8.count, 15))
}
