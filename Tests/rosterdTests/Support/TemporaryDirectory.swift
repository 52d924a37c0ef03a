import Foundation
import Roster
import SQL
import SQLite

/// A directory of its own for a test, gone with the last reference.
final class TemporaryDirectory: Sendable {
  let path: String

  init() {
    path =
      FileManager.default.temporaryDirectory.appending(path: "roster-\(UUID().uuidString.prefix(8))").path
    mkdir(path, 0o700)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The data directory of the server under test.
  var data: String { "\(path)/var" }

  var database: SQLiteDatabase { RosterService.database(in: data) }

  /// Writes a file.
  ///
  /// - Returns: its path.
  func write(_ text: String, to name: String) throws -> String {
    let path = "\(path)/\(name)"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  /// The root key of the server that served `data`.
  func rootKey() throws -> String {
    try String(contentsOfFile: "\(data)/\(RootKey.fileName)", encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The permissions of a file in the data directory; nil where there is none.
  func mode(_ file: String) -> mode_t? {
    var status = stat()
    guard lstat("\(data)/\(file)", &status) == 0 else { return nil }
    return status.st_mode & 0o777
  }
}
