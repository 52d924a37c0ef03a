import ArgumentParser

struct ContextList: InvocationCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the contexts; a star marks the current one.",
    aliases: ["ls"]
  )

  @OptionGroup var options: GlobalOptions

  func run(in invocation: Invocation, _ console: Console) async throws {
    let file = invocation.configurationFile
    let configuration = try file.read()
    let entries = configuration.contexts.sorted { $0.key < $1.key }.map { name, context in
      ContextEntry(name: name, context: context, isCurrent: name == configuration.current)
    }
    console.show(entries)
    for problem in configuration.problems { console.note(file.describe(problem).message ?? "") }
  }
}
