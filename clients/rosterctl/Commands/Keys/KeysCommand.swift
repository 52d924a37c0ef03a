import ArgumentParser

struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys",
    abstract: "API keys, by which principals show who they are.",
    subcommands: [
      KeysList.self, KeysCreate.self, KeysRevoke.self,
    ],
    aliases: ["key"]
  )
}
