import RosterClient

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The file that keeps contexts: `roster/config.json` under `$XDG_CONFIG_HOME`, or under `~/.config`.
struct ConfigurationFile: Sendable, Hashable {
  /// Nil where the environment tells of neither place.
  let path: String?

  init(environment: [String: String]) {
    let candidates = [
      environment["XDG_CONFIG_HOME", default: ""],
      environment["HOME"].map { $0.isEmpty ? "" : "\($0)/.config" } ?? "",
    ]
    // The XDG Base Directory Specification has relative paths ignored.
    path = candidates.first { $0.hasPrefix("/") }.map { "\($0)/roster/config.json" }
  }

  /// The configuration; an empty one where there is no file.
  func read() throws(Failure) -> Configuration {
    guard let path, FileManager.default.fileExists(atPath: path) else { return Configuration() }
    do {
      let data = try Data(contentsOf: URL(filePath: path))
      return try JSONDecoder().decode(Configuration.self, from: data)
    } catch let error as DecodingError {
      throw .usage("\(path) is not rosterctl's configuration: \(error.explanation)")
    } catch {
      throw .usage("cannot read \(path): see that it is yours to read")
    }
  }

  /// Replaces the file as a whole, so that no reader sees half of it.
  func write(_ configuration: Configuration) throws(Failure) {
    guard let path else {
      throw .usage("there is no place for a configuration file: set HOME or XDG_CONFIG_HOME")
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      let file = URL(filePath: path)
      try FileManager.default.createDirectory(
        atPath: file.deletingLastPathComponent().path,
        withIntermediateDirectories: true
      )
      try (encoder.encode(configuration) + Data("\n".utf8)).write(to: file, options: .atomic)
    } catch {
      throw .usage("cannot write \(path): see that it is yours to write")
    }
  }
}

extension DecodingError {
  /// What is wrong, in a few words.
  fileprivate var explanation: String {
    switch self {
    case .dataCorrupted(let context), .typeMismatch(_, let context), .valueNotFound(_, let context):
      context.debugDescription
    case .keyNotFound(let key, _): "'\(key.stringValue)' is missing"
    @unknown default: "it cannot be decoded"
    }
  }
}

extension ConfigurationFile {
  /// The names of the contexts there are, for completion, which has no way to tell of a broken file.
  static func contextNames() -> [String] {
    let file = ConfigurationFile(environment: ProcessInfo.processInfo.environment)
    return ((try? file.read())?.contexts.keys).map { $0.sorted() } ?? []
  }
}
