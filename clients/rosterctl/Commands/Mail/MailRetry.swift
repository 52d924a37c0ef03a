import ArgumentParser
import RosterClient

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
