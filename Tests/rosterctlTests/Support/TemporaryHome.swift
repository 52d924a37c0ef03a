import FoundationEssentials

/// A folder for the configuration file, deleted with the last reference.
final class TemporaryHome: Sendable {
  let path = FileManager.default.temporaryDirectory.appending(path: "rosterctl-\(UUID())").path

  init() {
    try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The files with tokens of sessions.
  var tokens: [String] {
    let directory = "\(path)/roster/sessions"
    return ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []).map {
      "\(directory)/\($0)"
    }
  }

  func mode(of file: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    return (attributes[.posixPermissions] as? Int ?? 0) & 0o777
  }
}
