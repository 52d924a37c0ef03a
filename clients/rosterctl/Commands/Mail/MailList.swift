import ArgumentParser
import RosterClient

struct MailList: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List mails, the newest first.",
    discussion: """
      Lists the mails that match all filters.

      EXAMPLES
        rosterctl mail list --state failed -o wide
        rosterctl mail list --recipient carol@example.com
      """,
    aliases: ["ls"]
  )

  @Option(help: "The state.")
  var state: MailState?

  @Option(help: ArgumentHelp("The template, such as invitation.", valueName: "name"))
  var template = ""

  @Option(help: ArgumentHelp("The recipient's address.", valueName: "address"))
  var recipient = ""

  @Option(
    help: ArgumentHelp("Was queued at this time or later: a time, a date, or -7d.", valueName: "time")
  )
  var since: TimeArgument?

  @Option(help: ArgumentHelp("Was queued before this time.", valueName: "time"))
  var until: TimeArgument?

  @Flag(help: "List the oldest first.")
  var oldestFirst = false

  @OptionGroup(title: "Paging") var paging: PagingOptions

  @OptionGroup var options: GlobalOptions

  var purpose: String { "list mails" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let now = console.presentation.now
    let filter = MailFilter(
      state: state ?? .unspecified,
      templateName: template,
      recipient: recipient,
      createAfter: since?.time(now: now),
      createBefore: until?.time(now: now)
    )
    try await console.list(paging) { pageSize in
      roster.mail.listMail(filter, newestFirst: !oldestFirst, pageSize: pageSize)
    }
  }
}
