#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A new file for a secret, which only its owner can read.
struct SecretFile {
  let path: String

  /// Creates an empty file. An existing file is not overwritten: it may hold a secret in use.
  init(creating path: String) throws(Failure) {
    self.path = path
    let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.failure("make", path) }
    close(descriptor)
  }

  func write(_ text: String) throws(Failure) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure("write", path) }
    let bytes = Array(text.utf8)
    #if canImport(Glibc)
      let count = Glibc.write(descriptor, bytes, bytes.count)
    #else
      let count = Darwin.write(descriptor, bytes, bytes.count)
    #endif
    let isClosed = close(descriptor) == 0
    guard count == bytes.count, isClosed else { throw Self.failure("write", path) }
  }

  /// Deletes the file.
  func discard() {
    unlink(path)
  }

  private static func failure(_ verb: String, _ path: String) -> Failure {
    .usage("cannot \(verb) \(path): \(String(cString: strerror(errno)))")
  }
}
