import ArgumentParser

struct TwoFactorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "two-factor",
    abstract: "Your authenticator app and recovery codes, after sign-in.",
    discussion: "For the user who is signed in. 'users disable-2fa' is for staff.",
    subcommands: [
      TwoFactorEnrol.self, TwoFactorConfirm.self, TwoFactorRecoveryCodes.self, TwoFactorDisable.self,
    ],
    aliases: ["2fa"]
  )
}
