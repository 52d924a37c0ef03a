#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes each mail to a directory, as a file that mail programs open: for trying Roster out without a mail
/// server.
///
/// The files contain secret links, so only the process's own user can read them.
package struct FileTransport: MailTransport {
  private let directory: String

  /// Creates the directory if it is missing; its parent must exist.
  ///
  /// - Throws: `configuration`.
  package init(directory: String) throws(MailError) {
    self.directory = directory
    guard mkdir(directory, 0o700) == 0 || errno == EEXIST else { throw Self.unusable(directory, errno) }
    var status = stat()
    guard stat(directory, &status) == 0 else { throw Self.unusable(directory, errno) }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw MailError(.configuration, "\(directory) is not a directory: move it away")
    }
    guard access(directory, W_OK | X_OK) == 0 else { throw Self.unusable(directory, errno) }
  }

  private static func unusable(_ directory: String, _ error: Int32) -> MailError {
    MailError(.configuration, "cannot write mail to \(directory): \(String(cString: strerror(error)))")
  }

  /// The file of a mail: names sort by time, and a mail delivered twice is one file.
  package func path(of message: MailMessage) -> String {
    "\(directory)/\(MailDate.compact(microseconds: message.time))-\(message.id).eml"
  }

  package func deliver(_ message: MailMessage, isCancelled: @escaping @Sendable () -> Bool) throws(MailError)
  {
    let path = path(of: message)
    // Renamed when complete, so that readers of the directory never see a partial mail.
    let unfinished = path + ".part"
    unlink(unfinished)
    let file = open(unfinished, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure(unfinished) }
    let isWritten = Self.write(message.bytes, to: file) && fsync(file) == 0
    guard close(file) == 0, isWritten, rename(unfinished, path) == 0 else {
      let error = failure(path)
      unlink(unfinished)
      throw error
    }
  }

  private static func write(_ bytes: [UInt8], to file: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// A full disk may have room later.
  private func failure(_ path: String) -> MailError {
    MailError(.transient, "cannot write \(path): \(String(cString: strerror(errno)))")
  }
}
