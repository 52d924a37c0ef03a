import ArgumentParser
import RosterClient

struct MembersGet: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "get",
    abstract: "Show a user's membership of an account.",
    discussion: """
      'rosterctl check' shows what the user may do now: nothing if the membership has expired, the user is \
      locked or the account is closed.

      EXAMPLES
        rosterctl members get 1 bob@example.com
      """
  )

  @OptionGroup var member: MemberArguments
  @OptionGroup var options: GlobalOptions

  var purpose: String { "get the membership of user \(member.user) on account \(member.account)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let user = try await member.user.id(at: roster)
    console.showRecord(try await roster.accounts.getMembership(account: member.account.id, user: user))
  }
}
