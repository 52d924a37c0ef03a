import ArgumentParser
import RosterClient

struct TwoFactorRecoveryCodes: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "recovery-codes",
    abstract: "Replace your recovery codes and show the new ones, once.",
    discussion: """
      The former codes are refused from then on. It asks for confirmation; without a terminal --yes \
      is required.

      EXAMPLES
        rosterctl two-factor recovery-codes
      """
  )

  @OptionGroup var proof: ReauthenticationOptions
  @OptionGroup var options: GlobalOptions

  var purpose: String { "replace the recovery codes" }

  var confirmation: String? { "Replace your recovery codes? The former ones are refused from then on." }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let reply = try await proof.call(roster, console.terminal) { () throws(RPCError) in
      try await roster.credentials.regenerateRecoveryCodes()
    }
    try console.show(reply)
  }
}
