import ArgumentParser
import RosterClient

struct TwoFactorEnrol: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "enrol",
    abstract: "Show the secret for your authenticator app. It counts after 'two-factor confirm'.",
    discussion: """
      The secret is shown once; a second enrolment replaces it. Your password may be asked for again.

      EXAMPLES
        rosterctl two-factor enrol
        rosterctl two-factor confirm
      """
  )

  @OptionGroup var proof: ReauthenticationOptions
  @OptionGroup var options: GlobalOptions

  var purpose: String { "enrol an authenticator app" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let reply = try await proof.call(roster, console.terminal) { () throws(RPCError) in
      try await roster.credentials.enrolTwoFactor()
    }
    guard !reply.totpSecret.isEmpty else {
      throw Failure(
        status: .refused,
        message: "the secret was made under this request id before, and is not shown again: enrol anew"
      )
    }
    console.showRecord(reply)
    console.note("add it to your app, then run 'rosterctl two-factor confirm'")
  }
}
