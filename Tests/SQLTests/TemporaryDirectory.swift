import Glibc
import SQL

/// A directory of its own for a test, gone with the last reference.
final class TemporaryDirectory {
  let path: String

  init() {
    var template = Array("/tmp/roster-sql-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
  }

  deinit {
    guard let directory = opendir(path) else { return }
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      unlink("\(path)/\(name)")
    }
    closedir(directory)
    rmdir(path)
  }

  var database: SQLiteDatabase { SQLiteDatabase(path: "\(path)/test.db") }

  /// The permission bits of a file in the directory.
  func mode(_ file: String) -> mode_t? {
    var status = stat()
    guard stat("\(path)/\(file)", &status) == 0 else { return nil }
    return status.st_mode & 0o777
  }
}

/// What `body` throws, as an SQLError; nil if it throws nothing or something else.
func sqlError(_ body: () throws -> Void) -> SQLError? {
  do {
    try body()
    return nil
  } catch {
    return error as? SQLError
  }
}
