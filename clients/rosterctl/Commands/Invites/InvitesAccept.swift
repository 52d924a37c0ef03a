import ArgumentParser
import RosterClient

struct InvitesLookUp: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "lookup",
    abstract: "Show the invitation behind the link in a mail.",
    discussion: """
      EXAMPLES
        rosterctl invites lookup --link-file var/mail/20261121T081500Z-1.eml
      """
  )

  @OptionGroup var link: LinkOption

  @OptionGroup var options: GlobalOptions

  var purpose: String { "look up the invitation" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    console.showRecord(try await roster.invitations.lookUpInvitation(token: link.token(console.terminal)))
  }
}

struct InvitesAccept: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Accept an invitation, as an existing or a new user.",
    discussion: """
      Only for callers that authenticate users: the caller must have authenticated this one.

      EXAMPLES
        rosterctl invites accept --link-file mail.eml --user bob@example.com
        rosterctl invites accept --link-file mail.eml --register --first-name Carol --last-name Shaw
      """
  )

  @OptionGroup var link: LinkOption

  @OptionGroup var acceptor: AcceptorOptions

  @OptionGroup var options: GlobalOptions

  var purpose: String { "accept the invitation" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let token = try link.token(console.terminal)
    let acceptance =
      if let user = acceptor.user {
        try await roster.invitations.acceptInvitation(token: token, user: user.id(at: roster))
      } else {
        try await roster.invitations.acceptInvitation(token: token, registering: acceptor.newUser)
      }
    switch console.format {
    case .table, .wide:
      console.show(AccountUser(user: acceptance.user, membership: acceptance.membership))
    case .json, .csv: console.answer(Cell(""), acceptance.json)
    }
  }
}

/// Who accepts an invitation.
struct AcceptorOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The user who accepts, by id or e-mail address.", valueName: "user"))
  var user: UserReference?

  @Flag(help: "Register a user with the invitation's e-mail address.")
  var register = false

  @Option(help: ArgumentHelp("With --register: given name.", valueName: "name"))
  var firstName = ""

  @Option(help: ArgumentHelp("With --register: family name.", valueName: "name"))
  var lastName = ""

  @Option(
    help: ArgumentHelp("With --register: the language (BCP 47); else the invitation's.", valueName: "tag")
  )
  var language = ""

  func validate() throws {
    guard register != (user != nil) else {
      throw ValidationError("Pass either --user USER or --register.")
    }
    guard register || newUser == NewUser() else {
      throw ValidationError("--first-name, --last-name and --language need --register.")
    }
  }

  var newUser: NewUser {
    NewUser(firstName: firstName, lastName: lastName, language: language)
  }
}

struct InvitesDecline: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "decline",
    abstract: "Decline an invitation. This cannot be undone.",
    discussion: """
      It asks for confirmation; without a terminal --yes is required.

      EXAMPLES
        rosterctl invites decline --link-file mail.eml
      """
  )

  @OptionGroup var link: LinkOption

  @OptionGroup var options: GlobalOptions

  var purpose: String { "decline the invitation" }

  var confirmation: String? { "Decline the invitation? This cannot be undone." }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let refusal = try await roster.invitations.declineInvitation(token: link.token(console.terminal))
    console.done("Declined the invitation.", ["declined": true, "revision": .int(refusal)])
  }
}
