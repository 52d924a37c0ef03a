import ArgumentParser
import RosterClient

struct MailList: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List mails, the newest first.",
    discussion: """
      Conditions combine: a mail is listed that meets all of them.

      EXAMPLES
        rosterctl mail list --state failed -o wide
        rosterctl mail list --recipient carol@example.com
      """,
    aliases: ["ls"]
  )

  @Option(help: "Is in this state.")
  var state: MailState?

  @Option(help: ArgumentHelp("Was made from this template, such as invitation.", valueName: "name"))
  var template = ""

  @Option(help: ArgumentHelp("Goes to this address.", valueName: "address"))
  var recipient = ""

  @Option(
    help: ArgumentHelp("Was queued then or later: RFC 3339, a date, or such as -7d.", valueName: "time")
  )
  var since: TimeArgument?

  @Option(help: ArgumentHelp("Was queued before then.", valueName: "time"))
  var until: TimeArgument?

  @Flag(help: "Begin with the oldest.")
  var oldestFirst = false

  @OptionGroup(title: "How much") var paging: PagingOptions

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
      roster.mail.list(filter, newestFirst: !oldestFirst, pageSize: pageSize)
    }
  }
}
