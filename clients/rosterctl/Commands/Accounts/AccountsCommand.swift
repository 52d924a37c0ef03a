import ArgumentParser

struct AccountsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accounts",
    abstract: "The customers that users act for.",
    subcommands: [
      AccountsList.self, AccountsGet.self, AccountsCreate.self, AccountsRename.self, AccountsUpdate.self,
      AccountsClose.self, AccountsReopen.self, AccountsUsers.self,
    ],
    aliases: ["account"]
  )
}
