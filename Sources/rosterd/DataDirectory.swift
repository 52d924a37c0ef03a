import Roster

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The directory with all data of the server.
enum DataDirectory {
  /// Creates the directory, for its owner only, if it does not exist.
  static func create(_ path: String) throws(StartError) {
    guard mkdir(path, 0o700) != 0 else { return }
    let error = errno
    var status = stat()
    if error == EEXIST, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
    let cause = error == EEXIST ? "it is not a directory" : String(cString: strerror(error))
    throw StartError("cannot use \(path) as the data directory: \(cause)")
  }

  /// Refuses a directory in which other users of the machine could change the data.
  static func checkAccess(_ directory: String) throws(StartError) {
    if let status = status(of: directory) {
      guard status.st_uid == 0 || status.st_uid == geteuid() else {
        throw StartError(
          "cannot use \(directory) as the data directory: it belongs to user \(status.st_uid), who could "
            + "replace the data: run chown \(geteuid()) \(directory), or run the server as that user"
        )
      }
    }
    let files = ["roster.db", "roster.db-wal", "roster.db-shm", RootKey.fileName].map { "\(directory)/\($0)" }
    for path in [directory] + files {
      guard let status = status(of: path), status.st_mode & (S_IWGRP | S_IWOTH) != 0 else { continue }
      throw StartError(
        "cannot use \(directory) as the data directory: other users may write to \(path): "
          + "run chmod go-w \(path)"
      )
    }
  }

  /// Nil if there is no such file.
  private static func status(of path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
  }
}
