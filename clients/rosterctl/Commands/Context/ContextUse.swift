import ArgumentParser

struct ContextUse: InvocationCommand {
  static let configuration = CommandConfiguration(
    commandName: "use",
    abstract: "Make a context the current one.",
    discussion: """
      EXAMPLES
        rosterctl context use production
      """
  )

  @Argument(help: "The context's name.", completion: .contexts)
  var name: String

  @OptionGroup var options: GlobalOptions

  func run(in invocation: Invocation, _ console: Console) async throws {
    let file = invocation.configurationFile
    var configuration = try file.read()
    _ = try file.context(name, in: configuration)
    configuration.current = name
    try file.write(configuration)
    console.done("Using \(name).", ["current": .string(name)])
  }
}
