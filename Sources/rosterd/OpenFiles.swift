#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The limit of open files, and so of connections, of the process.
enum OpenFiles {
  /// Raises the limit to the highest value that the system allows: the usual soft limit of 1,024 is lower
  /// than the number of connections that the server accepts.
  static func raiseLimit() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    // If this fails, the server runs with the present limit.
    _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
