import ArgumentParser
import RosterClient

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct ContextUse: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "use",
    abstract: "Make a context the current one.",
    discussion: """
      EXAMPLES
        rosterctl context use production
      """
  )

  @Argument(help: "The context's name.", completion: .custom { _, _, _ in ConfigurationFile.contextNames() })
  var name: String

  @OptionGroup var options: GlobalOptions

  func run(in session: Session, _ console: Console) async throws {
    var configuration = try session.configurationFile.read()
    _ = try configuration.context(name)
    configuration.current = name
    try session.configurationFile.write(configuration)
    console.done("Using \(name).", ["current": .string(name)])
  }
}

struct ContextSet: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Make or change a context, by --server and --token-file.",
    discussion: """
      What is not named stays. The first context that is made becomes the current one.

      EXAMPLES
        rosterctl context set local --server 127.0.0.1:7466 --token-file var/root.key
        rosterctl context set production --server unix:/run/rosterd.sock
      """
  )

  @Argument(help: "The context's name.", completion: .custom { _, _, _ in ConfigurationFile.contextNames() })
  var name: String

  @OptionGroup var options: GlobalOptions

  func run(in session: Session, _ console: Console) async throws {
    var configuration = try session.configurationFile.read()
    guard let server = options.server ?? configuration.contexts[name]?.server else {
      throw Failure.usage("a new context needs a server: pass --server HOST:PORT or --server unix:PATH")
    }
    // A relative path would mean another file wherever rosterctl is run next.
    let file = options.tokenFile.map { URL(filePath: $0).absoluteURL.path }
    let context = Configuration.Context(
      server: server,
      tokenFile: file ?? configuration.contexts[name]?.tokenFile
    )
    if configuration.contexts.isEmpty { configuration.current = name }
    configuration.contexts[name] = context
    try session.configurationFile.write(configuration)
    let isCurrent = configuration.current == name
    console.done(
      "Set \(name): \(server)\(isCurrent ? ", in use" : "").",
      ["name": .string(name), "server": .string("\(server)"), "current": .bool(isCurrent)]
    )
  }
}

struct ContextDelete: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Forget a context. Its token file stays.",
    discussion: """
      EXAMPLES
        rosterctl context delete staging --yes
      """,
    aliases: ["rm"]
  )

  @Argument(help: "The context's name.", completion: .custom { _, _, _ in ConfigurationFile.contextNames() })
  var name: String

  @OptionGroup var options: GlobalOptions

  func run(in session: Session, _ console: Console) async throws {
    var configuration = try session.configurationFile.read()
    _ = try configuration.context(name)
    try session.confirm("Forget context \(name)?", options)
    configuration.contexts[name] = nil
    if configuration.current == name { configuration.current = nil }
    try session.configurationFile.write(configuration)
    console.done("Forgot \(name).", ["deleted": true, "name": .string(name)])
  }
}
