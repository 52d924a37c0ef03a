import ArgumentParser

struct ContextCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "context",
    abstract: "Servers by name, kept in a configuration file.",
    discussion: """
      The file is roster/config.json under $XDG_CONFIG_HOME, or under ~/.config. It holds the names of token \
      files and never a token. A context's token is shown to that context's server only.
      """,
    subcommands: [
      ContextList.self, ContextCurrent.self, ContextUse.self, ContextSet.self, ContextDelete.self,
    ],
    aliases: ["contexts"]
  )
}
