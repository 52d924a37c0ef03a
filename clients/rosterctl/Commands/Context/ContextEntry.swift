import RosterClient

/// A context as the list shows it.
struct ContextEntry: Presentable {
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
