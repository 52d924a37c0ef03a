import ArgumentParser
import RosterClient

struct TwoFactorDisable: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "disable",
    abstract: "Disable your authenticator app and the recovery codes.",
    discussion: """
      It asks for confirmation; without a terminal --yes is required.

      EXAMPLES
        rosterctl two-factor disable
      """
  )

  @OptionGroup var proof: ReauthenticationOptions
  @OptionGroup var options: GlobalOptions

  var purpose: String { "disable the authenticator app" }

  var confirmation: String? { "Disable your authenticator app and the recovery codes?" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let user = try await proof.call(roster, console.terminal) { () throws(RPCError) in
      try await roster.credentials.disableOwnTwoFactor()
    }
    console.showRecord(user)
  }
}
