import ArgumentParser
import RosterClient

struct MembersGet: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "get",
    abstract: "Show what a user has been granted on an account.",
    discussion: """
      'rosterctl check' tells what the user may do at this moment, which an expiry, a lock or a closed \
      account may narrow.

      EXAMPLES
        rosterctl members get 1 bob@example.com
      """
  )

  @OptionGroup var member: MemberArguments
  @OptionGroup var options: GlobalOptions

  var purpose: String { "get the membership of user \(member.user) on account \(member.account)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let user = try await member.user.id(at: roster)
    console.showRecord(try await roster.members.get(account: member.account.id, user: user))
  }
}

/// An account and one of its members.
struct MemberArguments: ParsableArguments {
  @Argument(help: "The account, by id.")
  var account: Identifier

  @Argument(help: "The user, by id or e-mail address.")
  var user: UserReference
}
