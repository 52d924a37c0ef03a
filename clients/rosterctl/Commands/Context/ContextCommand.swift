import ArgumentParser

struct ContextCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "context",
    abstract: "Named servers, stored in a configuration file.",
    discussion: """
      The file is roster/config.json under $XDG_CONFIG_HOME, or under ~/.config. It has the paths of \
      token files, never tokens. A context's token is sent to that context's server only.
      """,
    subcommands: [
      ContextList.self, ContextCurrent.self, ContextUse.self, ContextSet.self, ContextDelete.self,
    ],
    aliases: ["contexts"]
  )
}
