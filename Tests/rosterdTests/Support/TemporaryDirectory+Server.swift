import Foundation
import Roster
import SQLite
import TestSupport

extension TemporaryDirectory {
  /// The data directory of the server under test.
  var data: String { "\(path)/var" }

  var serverDatabase: SQLiteDatabase { RosterService.database(in: data) }

  /// The root key of the server that served `data`.
  func rootKey() throws -> String {
    try String(contentsOfFile: "\(data)/\(RootKey.fileName)", encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
