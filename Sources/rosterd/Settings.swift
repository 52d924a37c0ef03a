import Configuration
import Logging
import NIOCore
import SystemPackage
import TTRPC

/// What the server is told: by flags, else by the environment, else by a file, else by default.
struct Settings: Sendable {
  var dataDirectory: String
  var endpoints: [Endpoint]
  var loops: Int
  var logLevel: Logger.Level

  static let defaultEndpoint = "127.0.0.1:7466"

  /// - Parameters:
  ///   - flags: what the command line says, by key.
  ///   - environment: variables whose names begin with `ROSTERD_`, such as `ROSTERD_LOG_LEVEL`.
  ///   - file: a JSON file such as `{"data": "var", "listen": ["127.0.0.1:7466"], "log": {"level": "debug"}}`.
  init(
    flags: [AbsoluteConfigKey: ConfigValue],
    environment: EnvironmentVariablesProvider = EnvironmentVariablesProvider(),
    file: String?
  ) async throws {
    var providers: [any ConfigProvider] = [
      InMemoryProvider(name: "flags", values: flags),
      environment.prefixKeys(with: "rosterd"),
    ]
    if let file { providers.append(try await Self.provider(file)) }
    let config = ConfigReader(providers: providers)

    guard let directory = config.string(forKey: "data"), !directory.isEmpty else {
      throw StartError("no data directory is given: name one with --data DIR or ROSTERD_DATA")
    }
    dataDirectory = directory
    endpoints = try (config.stringArray(forKey: "listen") ?? [Self.defaultEndpoint]).map { text in
      guard let endpoint = Endpoint(text) else {
        throw StartError("cannot listen on \(text): write HOST:PORT, [IPv6]:PORT or unix:PATH")
      }
      return endpoint
    }
    loops = try Self.int("loops", in: 1...256, config) ?? System.coreCount
    let level = config.string(forKey: "log.level") ?? Logger.Level.info.rawValue
    guard let logLevel = Logger.Level(rawValue: level) else {
      let names = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
      throw StartError("the log level \(level) is unknown: choose one of \(names)")
    }
    self.logLevel = logLevel
  }

  private static func provider(_ file: String) async throws(StartError) -> FileProvider<JSONSnapshot> {
    do {
      return try await FileProvider<JSONSnapshot>(filePath: FilePath(file))
    } catch {
      throw StartError("the configuration file \(file) cannot be read: \(error)")
    }
  }

  /// A number. A value that is there and is none is an error rather than the default.
  private static func int(
    _ key: ConfigKey,
    in range: ClosedRange<Int>,
    _ config: ConfigReader
  ) throws(StartError) -> Int? {
    if let value = config.int(forKey: key) {
      guard range.contains(value) else {
        throw StartError("\(key) is \(value): it must lie between \(range.lowerBound) and \(range.upperBound)")
      }
      return value
    }
    if let text = config.string(forKey: key) { throw StartError("\(key) is \(text): it must be a whole number") }
    return nil
  }
}
