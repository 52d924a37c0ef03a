import Glibc

/// An operating system thread with a name that `top -H` shows.
///
/// For work that blocks: Swift's own pool has one thread for each core and must not block.
package struct WorkerThread: Sendable {
  private let handle: pthread_t

  /// - Parameter name: truncated to 15 bytes, the kernel's limit.
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
    // The process cannot serve without its threads, and no caller could handle the error.
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

/// Through /proc: glibc's function for it is an extension that Swift does not import.
private func setCurrentThreadName(_ name: String) {
  let descriptor = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return }
  defer { close(descriptor) }
  // A thread works without a name too.
  _ = write(descriptor, name, min(name.utf8.count, 15))
}
