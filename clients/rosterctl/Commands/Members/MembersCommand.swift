import ArgumentParser

struct MembersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "members",
    abstract: "Who belongs to an account, and what they may do there.",
    subcommands: [
      MembersList.self, MembersGet.self, MembersAssociate.self, MembersUpdate.self, MembersRemove.self,
      MembersTransfer.self,
    ],
    aliases: ["member"]
  )
}
