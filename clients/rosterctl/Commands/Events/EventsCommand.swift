import ArgumentParser

struct EventsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events",
    abstract: "The audit log: who changed what, with old and new values.",
    subcommands: [
      EventsList.self, EventsVerify.self,
    ],
    aliases: ["event"]
  )
}
