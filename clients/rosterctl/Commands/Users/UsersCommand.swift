import ArgumentParser

struct UsersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "users",
    abstract: "The people who sign in.",
    subcommands: [
      UsersList.self, UsersGet.self, UsersCreate.self, UsersUpdate.self, UsersDelete.self, UsersAccounts.self,
      UsersLock.self, UsersUnlock.self, UsersResetPassword.self, UsersDisableTwoFactor.self,
      UsersDisableQuestion.self, VerificationCommand.self,
    ],
    aliases: ["user"]
  )
}
