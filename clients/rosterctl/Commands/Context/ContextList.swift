import ArgumentParser
import RosterClient

struct ContextList: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the contexts; a star marks the current one.",
    aliases: ["ls"]
  )

  @OptionGroup var options: GlobalOptions

  func run(in session: Session, _ console: Console) async throws {
    let file = session.configurationFile
    let configuration = try file.read()
    let entries = configuration.contexts.sorted { $0.key < $1.key }.map { name, context in
      ContextEntry(name: name, context: context, isCurrent: name == configuration.current)
    }
    console.show(entries)
    for problem in configuration.problems { console.note(file.describe(problem).message ?? "") }
  }
}

struct ContextCurrent: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "current",
    abstract: "Show the current context. It is an error if there is none."
  )

  @OptionGroup var options: GlobalOptions

  func run(in session: Session, _ console: Console) async throws {
    let file = session.configurationFile
    let configuration = try file.read()
    guard let name = configuration.current else {
      throw Failure.usage("no context is in use: choose one with 'rosterctl context use NAME'")
    }
    let context = try file.context(name, in: configuration)
    console.show(ContextEntry(name: name, context: context, isCurrent: true))
  }
}

/// A context as the list shows it.
private struct ContextEntry: Presentable {
  let name: String
  let context: Configuration.Context
  let isCurrent: Bool

  static let blank = ContextEntry(name: "", context: Configuration.Context(server: .local), isCurrent: false)

  static let columns: [Column<ContextEntry>] = [
    Column("CURRENT") { entry, _ in entry.isCurrent ? Cell("*", .good) : Cell("") },
    Column(key: "NAME") { $0.name },
    Column("SERVER") { $0.context.server.description },
    Column("TOKEN FILE") { $0.context.tokenFile ?? "" },
  ]

  var json: JSON {
    [
      "name": .string(name),
      "server": .string(context.server.description),
      "token_file": context.tokenFile.map { .string($0) } ?? .null,
      "current": .bool(isCurrent),
    ]
  }
}
