import ArgumentParser
import RosterClient

struct MembersRemove: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Remove a user from an account. The user is not deleted.",
    discussion: """
      The owner cannot be removed: use 'members transfer' first. It asks for confirmation; \
      without a terminal --yes is required.

      EXAMPLES
        rosterctl members remove 1 bob@example.com
      """,
    aliases: ["rm"]
  )

  @OptionGroup var member: MemberArguments
  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "remove user \(member.user) from account \(member.account)" }

  var confirmation: String? { "Remove user \(member.user) from account \(member.account)?" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let user = try await member.user.id(at: roster)
    let removal = try await roster.accounts.removeUser(
      account: member.account.id,
      user: user,
      expectedRevision: revision.expectedRevision
    )
    console.done(
      "Removed user \(member.user) from account \(member.account).",
      [
        "removed": true, "account_id": .int(member.account.id), "user_id": .int(user),
        "revision": .int(removal),
      ]
    )
  }
}
