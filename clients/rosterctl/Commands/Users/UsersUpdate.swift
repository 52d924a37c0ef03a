import ArgumentParser
import RosterClient

struct UsersUpdate: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "update",
    abstract: "Change a user's e-mail address, names or language, or require a second factor.",
    discussion: """
      Only the given fields change; an empty text clears a field. A new e-mail address is unverified.

      EXAMPLES
        rosterctl users update 1 --email countess@example.com
        rosterctl users update ada@example.com --language "" --expected-revision 3
        rosterctl users update bob@example.com --require-two-factor
      """
  )

  @Argument(help: "The user, by id or e-mail address.")
  var user: UserReference

  @Option(help: ArgumentHelp("The new e-mail address.", valueName: "address"))
  var email: String?

  @Option(help: ArgumentHelp("The new given name.", valueName: "name"))
  var firstName: String?

  @Option(help: ArgumentHelp("The new family name.", valueName: "name"))
  var lastName: String?

  @Option(help: ArgumentHelp("The new language (BCP 47).", valueName: "tag"))
  var language: String?

  @Flag(inversion: .prefixedNo, help: "Whether the user must have a second factor.")
  var requireTwoFactor: Bool?

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "update user \(user)" }

  func validate() throws {
    guard changes != UserChanges() else {
      throw ValidationError(
        "Pass at least one change: --email, --first-name, --last-name, --language, --require-two-factor or "
          + "--no-require-two-factor."
      )
    }
  }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let id = try await user.id(at: roster)
    console.show(
      try await roster.users.updateUser(id: id, changes, expectedRevision: revision.expectedRevision)
    )
  }

  private var changes: UserChanges {
    UserChanges(
      email: email,
      firstName: firstName,
      lastName: lastName,
      language: language,
      twoFactorRequired: requireTwoFactor
    )
  }
}
