import ArgumentParser

struct MailCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mail",
    abstract: "The mail that was sent, is to be, or could not be.",
    subcommands: [
      MailList.self, MailGet.self, MailRetry.self,
    ]
  )
}
