import ArgumentParser
import RosterClient

struct ContextCurrent: InvocationCommand {
  static let configuration = CommandConfiguration(
    commandName: "current",
    abstract: "Show the current context. It is an error if there is none."
  )

  @OptionGroup var options: GlobalOptions

  func run(in invocation: Invocation, _ console: Console) async throws {
    let file = invocation.configurationFile
    let configuration = try file.read()
    guard let name = configuration.current else {
      throw Failure.usage("no context is in use: choose one with 'rosterctl context use NAME'")
    }
    let context = try file.context(name, in: configuration)
    console.show(ContextEntry(name: name, context: context, isCurrent: true))
  }
}
