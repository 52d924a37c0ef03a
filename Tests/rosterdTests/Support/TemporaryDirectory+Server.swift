import Foundation
import SQLite
import TestSupport

@testable import rosterd

extension TemporaryDirectory {
  /// The data directory of the server under test.
  var data: String { "\(path)/var" }

  var serverDatabase: SQLiteDatabase { DataDirectory(data).database() }

  /// The root key of the server that served `data`.
  func rootKey() throws -> String {
    try String(contentsOfFile: DataDirectory(data).rootKeyFile, encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
