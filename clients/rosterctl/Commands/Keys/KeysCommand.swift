import ArgumentParser

struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys",
    abstract: "API keys of principals.",
    subcommands: [
      KeysList.self, KeysCreate.self, KeysRevoke.self,
    ],
    aliases: ["key"]
  )
}
