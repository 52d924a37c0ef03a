import ArgumentParser
import RosterClient

struct UsersCreate: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Create a user.",
    discussion: """
      The user is active and is a member of no account. Without --password-hash-file the user has no \
      password: 'users reset-password' mails a link to set one.

      EXAMPLES
        rosterctl users create ada@example.com --first-name Ada --last-name Lovelace --language en
        rosterctl users create bob@example.com --password-hash-file bob.bcrypt
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

  @Option(
    help: ArgumentHelp(
      "A file with a hash of the user's password from another system: bcrypt, argon2i or argon2id. '-' reads "
        + "standard input.",
      valueName: "path"
    ),
    completion: .file()
  )
  var passwordHashFile: String?

  @OptionGroup var options: GlobalOptions

  var purpose: String { "create user \(email)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let hash = try passwordHashFile.map { file throws(Failure) in try console.terminal.line(of: file) } ?? ""
    let user = try await roster.users.createUser(
      email: email,
      firstName: firstName,
      lastName: lastName,
      language: language,
      passwordHash: hash
    )
    console.show(user)
  }
}
