import ArgumentParser
import RosterClient

struct MailGet: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "get",
    abstract: "Show a mail and its text.",
    discussion: """
      Tokens in it are shown as '[redacted]'. -o json includes the HTML part.

      EXAMPLES
        rosterctl mail get 1
      """
  )

  @Argument(help: "The mail, by id.")
  var mail: Identifier

  @OptionGroup var options: GlobalOptions

  var purpose: String { "get mail \(mail)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let reply = try await roster.mail.getMail(id: mail.id)
    guard console.format == .table || console.format == .wide else {
      return console.answer(Cell(""), reply.json)
    }
    console.showRecord(reply.mail ?? .blank)
    console.showText(reply.textBody)
  }
}
