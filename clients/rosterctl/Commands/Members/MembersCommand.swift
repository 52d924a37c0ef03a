import ArgumentParser

struct MembersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "members",
    abstract: "The users of an account and their permissions.",
    subcommands: [
      MembersList.self, MembersGet.self, MembersAssociate.self, MembersUpdate.self, MembersRemove.self,
      MembersTransfer.self,
    ],
    aliases: ["member"]
  )
}
