import ArgumentParser
import RosterClient

struct VerificationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verification",
    abstract: "The verification of a user's identity.",
    subcommands: [
      VerificationShow.self, VerificationInitiate.self, VerificationRecord.self, VerificationReset.self,
      VerificationOrder.self,
    ]
  )
}
