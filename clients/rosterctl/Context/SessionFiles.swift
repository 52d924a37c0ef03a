#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The tokens of sessions that rosterctl has signed in to: a file each, in `sessions` beside the
/// configuration file.
struct SessionFiles {
  private let directory: String?

  init(beside file: ConfigurationFile) {
    directory = file.path.map {
      URL(filePath: $0).deletingLastPathComponent().appending(path: "sessions").path
    }
  }

  /// A new file, which only its owner can read.
  func create() throws(Failure) -> SecretFile {
    guard let directory else {
      throw .usage("there is no place for the session's token: set HOME or XDG_CONFIG_HOME")
    }
    do {
      try FileManager.default.createDirectory(
        atPath: directory,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
    } catch {
      throw .usage("cannot make \(directory): check that you may write there")
    }
    return try SecretFile(creating: "\(directory)/\(UUID().uuidString.lowercased()).token")
  }

  /// Whether a file is one of these.
  func contains(_ path: String) -> Bool {
    directory.map { path.hasPrefix("\($0)/") } ?? false
  }

  func delete(_ path: String) {
    try? FileManager.default.removeItem(atPath: path)
  }
}
