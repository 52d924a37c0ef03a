import Configuration
import Credentials
import Logging
import NIOCore
import Roster
import SystemPackage
import Transport

/// The configuration of the server, from flags, the environment, a file, or defaults, in this order.
struct RosterdConfiguration: Sendable {
  var dataDirectory: DataDirectory
  var endpoints: [Endpoint]
  var loops: Int
  var maxConnectionsPerAddress: Int
  var computing: ComputeBudget
  var logLevel: Logger.Level
  var mail: MailConfiguration
  /// The file of breached passwords; nil for none.
  var breachedPasswordsFile: String?

  static let defaultEndpoint = "127.0.0.1:7466"

  /// - Parameters:
  ///   - flags: the values of the command line, by key.
  ///   - environment: variables whose names begin with `ROSTERD_`, such as `ROSTERD_LOG_LEVEL`.
  ///   - file: a JSON file such as
  ///     `{"data": "var", "listen": ["127.0.0.1:7466"], "log": {"level": "debug"}}`.
  static func load(
    flags: [AbsoluteConfigKey: ConfigValue],
    environment: EnvironmentVariablesProvider = EnvironmentVariablesProvider(),
    file: String?
  ) async throws -> RosterdConfiguration {
    var providers: [any ConfigProvider] = [
      InMemoryProvider(name: "flags", values: flags),
      environment.prefixKeys(with: "rosterd"),
    ]
    if let file { providers.append(try await provider(file)) }
    return try RosterdConfiguration(ConfigurationSources(providers))
  }

  init(_ sources: ConfigurationSources) throws {
    guard let directory = try sources.string("data"), !directory.isEmpty else {
      throw StartError("no data directory is given: name one with --data DIR or ROSTERD_DATA")
    }
    dataDirectory = DataDirectory(directory)
    endpoints = try Self.endpoints(sources.strings("listen") ?? [Self.defaultEndpoint])
    loops = try Self.loops(sources.int("loops") ?? System.coreCount)
    maxConnectionsPerAddress = try Self.connectionsPerAddress(
      sources.int("connections.perAddress") ?? ConnectionLimits().maxConnectionsPerAddress
    )
    computing = try Self.computing(sources)
    let level = try sources.string("log.level") ?? Logger.Level.info.rawValue
    guard let logLevel = Logger.Level(rawValue: level) else {
      let names = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
      throw StartError("the log level \(level) is unknown: choose one of \(names)")
    }
    self.logLevel = logLevel
    mail = try MailConfiguration(sources)
    breachedPasswordsFile = try sources.string("breached.passwords")
  }

  /// The list of breached passwords, if there is one.
  func breachedPasswords() throws(StartError) -> BreachedPasswords? {
    guard let file = breachedPasswordsFile else { return nil }
    do {
      return try BreachedPasswords(path: file)
    } catch {
      throw StartError("the setting breached.passwords is \(file): \(error)")
    }
  }

  private static func provider(_ file: String) async throws(StartError) -> FileProvider<JSONSnapshot> {
    do {
      return try await FileProvider<JSONSnapshot>(filePath: FilePath(file))
    } catch {
      throw StartError("the configuration file \(file) cannot be read: \(error)")
    }
  }

  private static func endpoints(_ texts: [String]) throws(StartError) -> [Endpoint] {
    guard !texts.isEmpty else { throw StartError("the setting listen names nowhere to listen") }
    var endpoints: [Endpoint] = []
    for text in texts {
      guard let endpoint = Endpoint(text) else {
        throw StartError("cannot listen on \(text): write HOST:PORT, [IPv6]:PORT or unix:PATH")
      }
      endpoints.append(endpoint)
    }
    return endpoints
  }

  private static func connectionsPerAddress(_ number: Int) throws(StartError) -> Int {
    let most = ConnectionLimits().maxConnections
    guard (1...most).contains(number) else {
      throw StartError("the setting connections.perAddress is \(number): it must lie between 1 and \(most)")
    }
    return number
  }

  private static func computing(_ sources: ConfigurationSources) throws(StartError) -> ComputeBudget {
    let threads =
      try sources.int("compute.threads")
      ?? min(System.coreCount, Roster.Limits.maxDefaultComputeThreads)
    guard (1...64).contains(threads) else {
      throw StartError("the setting compute.threads is \(threads): it must lie between 1 and 64")
    }
    let mebibytes = try sources.int("compute.memory") ?? Roster.Limits.defaultComputeMebibytes
    // Each computation has to fit.
    let least = Roster.Limits.maxComputationMebibytes
    guard (least...65_536).contains(mebibytes) else {
      throw StartError(
        "the setting compute.memory is \(mebibytes): it must lie between \(least) and 65536 MiB"
      )
    }
    return ComputeBudget(threads: threads, mebibytes: mebibytes)
  }

  private static func loops(_ number: Int) throws(StartError) -> Int {
    guard (1...256).contains(number) else {
      throw StartError("the setting loops is \(number): it must lie between 1 and 256")
    }
    return number
  }
}
