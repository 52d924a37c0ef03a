import ArgumentParser
import RosterClient

struct ContextDelete: InvocationCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Delete a context. Its token file is kept.",
    discussion: """
      EXAMPLES
        rosterctl context delete staging --yes
      """,
    aliases: ["rm"]
  )

  @Argument(help: "The context's name.", completion: .contexts)
  var name: String

  @OptionGroup var options: GlobalOptions

  func run(in invocation: Invocation, _ console: Console) async throws {
    let file = invocation.configurationFile
    var configuration = try file.read()
    // A broken context can be deleted, too.
    if !configuration.names.contains(name) { _ = try file.context(name, in: configuration) }
    try invocation.confirm("Forget context \(name)?", options)
    configuration.delete(name)
    try file.write(configuration)
    console.done("Forgot \(name).", ["deleted": true, "name": .string(name)])
  }
}
