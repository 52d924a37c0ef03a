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

struct MailRetry: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry",
    abstract: "Queue a failed mail again.",
    discussion: """
      EXAMPLES
        rosterctl mail retry 1
      """
  )

  @Argument(help: "The mail, by id.")
  var mail: Identifier

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "retry mail \(mail)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    console.show(try await roster.mail.retryMail(id: mail.id, expectedRevision: revision.expectedRevision))
  }
}
