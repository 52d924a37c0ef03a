import ArgumentParser
import RosterClient

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct ContextSet: InvocationCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Create or change a context with --server and --token-file.",
    discussion: """
      Only the given options change. The first context becomes the current one. A configuration file that \
      cannot be read is renamed to config.json.broken, and a new one is written.

      EXAMPLES
        rosterctl context set local --server 127.0.0.1:7466 --token-file var/root.key
        rosterctl context set production --server unix:/run/rosterd.sock
      """
  )

  @Argument(help: "The context's name.", completion: .contexts)
  var name: String

  @OptionGroup var options: GlobalOptions

  func run(in invocation: Invocation, _ console: Console) async throws {
    let file = invocation.configurationFile
    let read = Result { () throws(Failure) in try file.read() }
    var configuration = (try? read.get()) ?? Configuration()
    let present = configuration.contexts[name]
    guard let server = options.server ?? present?.server else {
      throw Failure.usage("a new context needs a server: pass --server HOST:PORT or --server unix:PATH")
    }
    // A relative path would depend on the directory that rosterctl is run in.
    let tokenFile = options.tokenFile.map { URL(filePath: $0).absoluteURL.path } ?? present?.tokenFile
    configuration.set(name, Configuration.Context(server: server, tokenFile: tokenFile))
    if case .failure(let failure) = read {
      let aside = try file.moveAside()
      console.note("\(failure.message ?? "")")
      console.note("the broken file was renamed to \(aside), and a new one is written")
    }
    try file.write(configuration)
    let isCurrent = configuration.current == name
    console.done(
      "Set \(name): \(server)\(isCurrent ? ", in use" : "").",
      ["name": .string(name), "server": .string("\(server)"), "current": .bool(isCurrent)]
    )
  }
}
