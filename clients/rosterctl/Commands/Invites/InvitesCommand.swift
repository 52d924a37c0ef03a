import ArgumentParser

struct InvitesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "invites",
    abstract: "Invitations to an account, sent by e-mail.",
    subcommands: [
      InvitesList.self, InvitesGet.self, InvitesSend.self, InvitesResend.self, InvitesCancel.self,
      InvitesLookUp.self, InvitesAccept.self, InvitesDecline.self,
    ],
    aliases: ["invite"]
  )
}
