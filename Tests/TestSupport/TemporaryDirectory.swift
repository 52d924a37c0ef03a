import Foundation

/// A directory of its own for a test, removed with the last reference.
package final class TemporaryDirectory: Sendable {
  package let path: String

  package init() {
    let name = "roster-\(UUID().uuidString.prefix(8))"
    path = FileManager.default.temporaryDirectory.appending(path: name).path
    let isMade = mkdir(path, 0o700) == 0
    precondition(isMade, "cannot make \(path)")
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Writes a file, and makes the directories above it.
  ///
  /// - Returns: its path.
  @discardableResult
  package func write(_ text: String, to name: String) throws -> String {
    let url = URL(filePath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try Data(text.utf8).write(to: url)
    return url.path
  }

  /// The names in one of its directories, sorted.
  package func entries(of directory: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(directory)").sorted()
  }

  /// The permission bits of a file in the directory; nil where there is none.
  package func mode(_ file: String) -> mode_t? {
    var status = stat()
    guard lstat("\(path)/\(file)", &status) == 0 else { return nil }
    return status.st_mode & 0o777
  }
}
