import ArgumentParser

struct EventsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events",
    abstract: "What has been changed, by whom, from what to what.",
    subcommands: [
      EventsList.self, EventsVerify.self,
    ],
    aliases: ["event"]
  )
}
