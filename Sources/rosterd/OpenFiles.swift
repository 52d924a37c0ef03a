#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How many files, and so connections, the process may have open.
enum OpenFiles {
  /// Asks for as many as the system lets the process have: the usual soft limit of 1,024 is fewer than the
  /// connections the server takes.
  static func raiseLimit() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    // Refused, the server runs with what it has.
    _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
