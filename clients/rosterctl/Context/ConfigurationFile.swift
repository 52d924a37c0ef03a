import RosterClient

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The file that keeps contexts: `roster/config.json` under `$XDG_CONFIG_HOME`, or under `~/.config`.
struct ConfigurationFile: Sendable, Hashable {
  /// Nil if neither variable is set.
  let path: String?

  init(environment: [String: String]) {
    let candidates = [
      environment["XDG_CONFIG_HOME", default: ""],
      environment["HOME"].map { $0.isEmpty ? "" : "\($0)/.config" } ?? "",
    ]
    // The XDG Base Directory Specification says to ignore relative paths.
    path = candidates.first { $0.hasPrefix("/") }.map { "\($0)/roster/config.json" }
  }

  /// The configuration; empty if there is no file.
  ///
  /// - Throws: that the file cannot be read, or what is wrong in it and where.
  func read() throws(Failure) -> Configuration {
    guard let path, FileManager.default.fileExists(atPath: path) else { return Configuration() }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .usage("cannot read \(path): check that you may read it")
    }
    let json: JSON
    do throws(JSONProblem) {
      json = try JSON(reading: String(decoding: data, as: UTF8.self))
    } catch {
      throw describe(ConfigurationProblem(place: "line \(error.line)", text: error.text))
    }
    do throws(ConfigurationProblem) {
      return try Configuration(json)
    } catch {
      throw describe(error)
    }
  }

  /// The context of a name.
  ///
  /// - Throws: that there is none, or what is wrong with it.
  func context(_ name: String, in configuration: Configuration) throws(Failure) -> Configuration.Context {
    do throws(ConfigurationProblem) {
      if let context = try configuration.context(name) { return context }
    } catch {
      throw describe(error)
    }
    throw .usage("there is no context '\(name)': 'rosterctl context list' lists them")
  }

  /// A problem as an error that names the file, and how to repair it.
  func describe(_ problem: ConfigurationProblem) -> Failure {
    .usage(
      "\(path ?? ""): \(problem.place): \(problem.text); edit it, or repair it with 'rosterctl context set'"
    )
  }

  /// Replaces the file atomically.
  func write(_ configuration: Configuration) throws(Failure) {
    guard let path else {
      throw .usage("there is no place for a configuration file: set HOME or XDG_CONFIG_HOME")
    }
    do {
      let file = URL(filePath: path)
      try FileManager.default.createDirectory(
        atPath: file.deletingLastPathComponent().path,
        withIntermediateDirectories: true
      )
      try Data("\(configuration.json.text())\n".utf8).write(to: file, options: .atomic)
    } catch {
      throw .usage("cannot write \(path): check that you may write it")
    }
  }

  /// Renames a broken file, so that a new one can be written.
  ///
  /// - Returns: its new name.
  func moveAside() throws(Failure) -> String {
    let path = path ?? ""
    let aside = "\(path).broken"
    do {
      try? FileManager.default.removeItem(atPath: aside)
      try FileManager.default.moveItem(atPath: path, toPath: aside)
      return aside
    } catch {
      throw .usage("cannot rename \(path): check that you may write it")
    }
  }
}
