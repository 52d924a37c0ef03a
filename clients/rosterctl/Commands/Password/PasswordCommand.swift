import ArgumentParser

struct PasswordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "password",
    abstract: "Change your password, or set one by the link of a mail.",
    discussion: "'users reset-password' mails a user such a link.",
    subcommands: [PasswordChange.self, PasswordReset.self]
  )
}
