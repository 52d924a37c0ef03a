import ArgumentParser

struct SessionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sessions",
    abstract: "Where users are signed in.",
    subcommands: [SessionsList.self, SessionsRevoke.self, SessionsRevokeAll.self],
    aliases: ["session"]
  )
}
