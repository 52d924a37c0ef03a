import ArgumentParser
import RosterClient

struct PasswordChange: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "change",
    abstract: "Change your password, after sign-in. Your other sessions end.",
    discussion: """
      Both passwords are asked for. Without a terminal the files are required.

      EXAMPLES
        rosterctl password change
        rosterctl password change --current-password-file old --new-password-file new
      """
  )

  @Option(
    help: ArgumentHelp("A file with the current password; '-' reads standard input.", valueName: "path"),
    completion: .file()
  )
  var currentPasswordFile: String?

  @Option(
    help: ArgumentHelp("A file with the new password; '-' reads standard input.", valueName: "path"),
    completion: .file()
  )
  var newPasswordFile: String?

  @OptionGroup var options: GlobalOptions

  var purpose: String { "change the password" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let terminal = console.terminal
    let current = try terminal.password(
      "Current password",
      from: currentPasswordFile,
      option: "--current-password-file"
    )
    let new = try terminal.newPassword(from: newPasswordFile, option: "--new-password-file")
    let session = try await roster.credentials.changePassword(from: current, to: new)
    console.done("Changed the password.", ["changed": true, "session": session.json])
  }
}
