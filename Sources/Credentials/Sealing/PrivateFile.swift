#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file for the process's own user only.
enum PrivateFile {
  /// Reads a file, after checking that its mode is 0600 or stricter and that it belongs to this user or root.
  static func read(_ path: String, maxBytes: Int) throws(SecretKeyFileError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { throw errno == ENOENT ? .missing(path) : .system(path, errno) }
    defer { close(file) }
    // The open file is checked, not the path, which may be another one by then.
    var status = stat()
    guard fstat(file, &status) == 0 else { throw .system(path, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .malformed(path, "it is not a file") }
    guard status.st_uid == 0 || status.st_uid == geteuid() else {
      throw .exposed(path, "it belongs to user \(status.st_uid): run chown \(geteuid()) \(path)")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw .exposed(path, "other users may use it: run chmod 600 \(path)")
    }
    guard status.st_size <= maxBytes else { throw .malformed(path, "it has more than \(maxBytes) bytes") }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4_096)
    while bytes.count <= maxBytes {
      let count = Glibc.read(file, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .system(path, errno) }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    return bytes
  }

  /// Writes a whole file beside the path, syncs it, moves it to the path, and syncs the directory: after a
  /// crash there is the old file or the new one, never a part.
  ///
  /// - Parameter replacing: if false, there must be no file at the path.
  static func write(_ text: String, to path: String, replacing: Bool) throws(SecretKeyFileError) {
    let unfinished = path + ".part"
    unlink(unfinished)
    let file = open(unfinished, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw .system(unfinished, errno) }
    var error = write(Array(text.utf8), to: file)
    if close(file) != 0 && error == 0 { error = errno }
    // rename(2) replaces and link(2) does not.
    if error == 0 && (replacing ? rename(unfinished, path) : link(unfinished, path)) != 0 { error = errno }
    unlink(unfinished)
    if error == 0 { error = syncDirectory(of: path) }
    guard error == 0 else { throw error == EEXIST ? .exists(path) : .system(path, error) }
  }

  /// - Returns: errno, or 0.
  private static func write(_ bytes: [UInt8], to file: Int32) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return errno }
      rest = rest.dropFirst(count)
    }
    return fsync(file) == 0 ? 0 : errno
  }

  /// Makes the new name durable: syncing the file does not (fsync(2)).
  private static func syncDirectory(of path: String) -> Int32 {
    let slash = path.lastIndex(of: "/")
    let directory = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let file = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { return errno }
    defer { close(file) }
    return fsync(file) == 0 ? 0 : errno
  }
}
