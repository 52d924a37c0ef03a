import ArgumentParser
import RosterClient

struct MembersUpdate: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "update",
    abstract: "Change what a member may do, or for how long.",
    discussion: """
      Permissions: \(PermissionsArgument.names). None includes another. --permissions and --all replace what \
      there is; --add and --remove change it, and do so only if nobody else has in the meantime.

      EXAMPLES
        rosterctl members update 1 bob@example.com --permissions products,tickets
        rosterctl members update 1 2 --add invoices --remove tickets --dry-run
        rosterctl members update 1 2 --expires 2027-01-01
      """
  )

  @OptionGroup var member: MemberArguments

  @Option(
    help: ArgumentHelp(
      "All that the member may do: names with commas between, all, or none.",
      valueName: "names"
    )
  )
  var permissions: PermissionsArgument?

  @Option(
    help: ArgumentHelp("What the member may do besides.", valueName: "names")
  )
  var add: PermissionsArgument?

  @Option(
    help: ArgumentHelp("What the member may do no more.", valueName: "names")
  )
  var remove: PermissionsArgument?

  @Flag(help: "The member may do everything.")
  var all = false

  @Option(
    help: ArgumentHelp("When access ends: RFC 3339, a date, such as +30d, or never.", valueName: "time")
  )
  var expires: ExpiryArgument?

  @Flag(help: "Check everything and show what would be, but change nothing.")
  var dryRun = false

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "update the membership of user \(member.user) on account \(member.account)" }

  func validate() throws {
    let isReplaced = (permissions == nil ? 0 : 1) + (all ? 1 : 0)
    guard isReplaced + (isEdited ? 1 : 0) <= 1 else {
      throw ValidationError("Either --permissions, or --all, or --add and --remove.")
    }
    let both = Set(add?.permissions ?? []).intersection(remove?.permissions ?? [])
    if let permission = both.min(by: { $0.rawValue < $1.rawValue }) {
      throw ValidationError("--add and --remove both name \(permission.name).")
    }
    guard isReplaced > 0 || isEdited || expires != nil else {
      throw ValidationError("Name what to change: --permissions, --add, --remove, --all or --expires.")
    }
  }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let user = try await member.user.id(at: roster)
    var expectedRevision = revision.expectedRevision
    var replacement = all ? Permission.all : permissions?.permissions
    if isEdited {
      let membership = try await roster.members.get(account: member.account.id, user: user)
      replacement = edited(membership.permissions)
      if expectedRevision == 0 { expectedRevision = membership.revision }
    }
    let changes = MembershipChanges(
      permissions: replacement,
      expiry: expires?.expiry(now: console.presentation.now)
    )
    let membership = try await roster.members.update(
      account: member.account.id,
      user: user,
      changes,
      expectedRevision: expectedRevision,
      validateOnly: dryRun
    )
    console.show(membership)
    if dryRun { console.note("nothing was changed: --dry-run shows what would be") }
  }

  /// Whether what there is has to be read first.
  private var isEdited: Bool { add != nil || remove != nil }

  private func edited(_ permissions: [Permission]) -> [Permission] {
    let kept = Set(permissions).union(add?.permissions ?? []).subtracting(remove?.permissions ?? [])
    return kept.sorted { $0.rawValue < $1.rawValue }
  }
}
