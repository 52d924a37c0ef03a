import Glibc

/// Locks a data directory for this process, until it is released or the process ends.
///
/// Two servers on the same files would corrupt each other's state. The lock is flock(2) on a file in the
/// directory, so a crash leaves no stale lock; the file names the holder.
final class DirectoryLock: Sendable {
  enum Failure: Error, Sendable, Equatable, CustomStringConvertible {
    /// `pid` is nil if the holder has not written it yet.
    case held(path: String, pid: Int32?)
    case cannotLock(path: String, cause: String)

    var description: String {
      switch self {
      case .held(let path, let pid):
        let holder = pid.map { "process \($0)" } ?? "another process"
        return "\(holder) is using this directory (it holds \(path)): stop it first, or use another directory"
      case .cannotLock(let path, let cause):
        return "cannot lock \(path): \(cause)"
      }
    }
  }

  private let descriptor: Int32

  init(directory: String, file: String = "rosterd.lock") throws(Failure) {
    let path = "\(directory)/\(file)"
    // Assigned last: if an initialiser throws with everything assigned, deinit also closes the descriptor.
    let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .cannotLock(path: path, cause: Self.cause(errno)) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let error = errno
      let pid = Self.readPID(descriptor)
      close(descriptor)
      throw error == EWOULDBLOCK
        ? .held(path: path, pid: pid) : .cannotLock(path: path, cause: Self.cause(error))
    }
    let pid = Array("\(getpid())\n".utf8)
    guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, pid, pid.count, 0) == pid.count else {
      let error = errno
      close(descriptor)
      throw .cannotLock(path: path, cause: Self.cause(error))
    }
    self.descriptor = descriptor
  }

  deinit {
    // The file is kept: after removing it, two processes could lock two files of the same name.
    ftruncate(descriptor, 0)
    close(descriptor)
  }

  private static func cause(_ error: Int32) -> String {
    String(cString: strerror(error))
  }

  private static func readPID(_ descriptor: Int32) -> Int32? {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    return Int32(String(decoding: bytes[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
  }
}
