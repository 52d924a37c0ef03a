import ArgumentParser

struct MailCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mail",
    abstract: "Mail that was sent, is queued, or failed.",
    subcommands: [
      MailList.self, MailGet.self, MailRetry.self,
    ]
  )
}
