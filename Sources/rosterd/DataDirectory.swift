#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The directory that holds everything the server keeps.
enum DataDirectory {
  /// Makes the directory, for its owner only, where it does not exist yet.
  static func create(_ path: String) throws(StartError) {
    guard mkdir(path, 0o700) != 0 else { return }
    let error = errno
    var status = stat()
    if error == EEXIST, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
    let cause = error == EEXIST ? "it is not a directory" : String(cString: strerror(error))
    throw StartError("cannot use \(path) as the data directory: \(cause)")
  }
}

/// The variables this process was started with.
enum ProcessEnvironment {
  static func value(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}
