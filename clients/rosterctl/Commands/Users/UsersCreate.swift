import ArgumentParser
import RosterClient

struct UsersCreate: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Create a user.",
    discussion: """
      The user is active, has no password and is a member of no account.

      EXAMPLES
        rosterctl users create ada@example.com --first-name Ada --last-name Lovelace --language en
      """
  )

  @Argument(help: "The e-mail address to sign in with. It must be unique; case does not matter.")
  var email: String

  @Option(help: ArgumentHelp("Given name.", valueName: "name"))
  var firstName = ""

  @Option(help: ArgumentHelp("Family name.", valueName: "name"))
  var lastName = ""

  @Option(
    help: ArgumentHelp("The user's language, such as en or pt-BR (BCP 47).", valueName: "tag")
  )
  var language = ""

  @OptionGroup var options: GlobalOptions

  var purpose: String { "create user \(email)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let user = try await roster.users.createUser(
      email: email,
      firstName: firstName,
      lastName: lastName,
      language: language
    )
    console.show(user)
  }
}
