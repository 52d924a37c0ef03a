import ArgumentParser
import RosterClient

struct PasswordReset: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset",
    abstract: "Set a new password by the link of a mail. All sessions of the user end.",
    discussion: """
      The key in use must have the grant sessions.broker. The new password is asked for; without a terminal \
      --new-password-file is required.

      EXAMPLES
        rosterctl password reset --link-file var/mail/20261121T081500Z-1.eml
      """
  )

  @OptionGroup var link: LinkOption

  @Option(
    help: ArgumentHelp("A file with the new password; '-' reads standard input.", valueName: "path"),
    completion: .file()
  )
  var newPasswordFile: String?

  @OptionGroup var options: GlobalOptions

  var purpose: String { "set the password" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let token = try link.token(console.terminal)
    let password = try console.terminal.newPassword(from: newPasswordFile, option: "--new-password-file")
    let revision = try await roster.credentials.completePasswordReset(token: token, newPassword: password)
    console.done("Set the password.", ["reset": true, "revision": .int(revision)])
  }
}
