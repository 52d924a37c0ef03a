import Credentials
import Roster
import SQL
import SQLite

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The directory with all data of the server: it names the files, which nothing else does.
struct DataDirectory: Sendable {
  let path: String

  var databaseFile: String { "\(path)/roster.db" }
  /// The first API key, from the first start on.
  var rootKeyFile: String { "\(path)/root.key" }
  /// The keys of the secrets in the database, from the first start on.
  var secretKeysFile: String { "\(path)/secrets.key" }
  /// Mails, if there is no mail server.
  var mailDirectory: String { "\(path)/mail" }

  init(_ path: String) {
    self.path = path
  }

  /// - Parameter report: receives how the upkeep of the database's files goes.
  func database(report: @escaping @Sendable (StorageCondition) -> Void = { _ in }) -> SQLiteDatabase {
    var options = SQLiteDatabase.Options()
    options.report = report
    return SQLiteDatabase(path: databaseFile, options: options)
  }

  /// Keeps other processes from the directory, as long as the lock lives.
  func lock() throws(DirectoryLock.Failure) -> DirectoryLock {
    try DirectoryLock(directory: path)
  }

  /// The keys of the secrets in the database; made where there are neither keys nor secrets.
  func secretKeys() throws -> SecretKeyring {
    do throws(SecretKeyFileError) {
      return try SecretKeyFile.load(secretKeysFile)
    } catch {
      guard case .missing = error, try !hasSealedSecrets() else { throw error }
      return try SecretKeyFile.create(secretKeysFile)
    }
  }

  private func hasSealedSecrets() throws -> Bool {
    guard Self.status(of: databaseFile) != nil else { return false }
    return try SecretRotation.isNeeded(try database().connect(.readOnly))
  }

  /// Creates the directory, for its owner only, if it does not exist.
  func create() throws(StartError) {
    guard mkdir(path, 0o700) != 0 else { return }
    let error = errno
    var status = stat()
    if error == EEXIST, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
    let cause = error == EEXIST ? "it is not a directory" : String(cString: strerror(error))
    throw StartError("cannot use \(path) as the data directory: \(cause)")
  }

  /// Refuses a directory in which other users of the machine could change the data.
  func checkAccess() throws(StartError) {
    if let status = Self.status(of: path) {
      guard status.st_uid == 0 || status.st_uid == geteuid() else {
        throw StartError(
          "cannot use \(path) as the data directory: it belongs to user \(status.st_uid), who could "
            + "replace the data: run chown \(geteuid()) \(path), or run the server as that user"
        )
      }
    }
    let files = [databaseFile, "\(databaseFile)-wal", "\(databaseFile)-shm", rootKeyFile, secretKeysFile]
    for file in [path] + files {
      guard let status = Self.status(of: file), status.st_mode & (S_IWGRP | S_IWOTH) != 0 else { continue }
      throw StartError(
        "cannot use \(path) as the data directory: other users may write to \(file): "
          + "run chmod go-w \(file)"
      )
    }
  }

  /// Nil if there is no such file.
  private static func status(of path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
  }
}
