import ArgumentParser
import RosterClient

struct MembersUpdate: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "update",
    abstract: "Change a member's permissions or expiry.",
    discussion: """
      Permissions: \(PermissionsArgument.names). No permission includes another. --permissions and --all \
      replace the present ones. --add and --remove change them, and fail if the membership has changed in \
      the meantime.

      EXAMPLES
        rosterctl members update 1 bob@example.com --permissions products,tickets
        rosterctl members update 1 2 --add invoices --remove tickets --dry-run
        rosterctl members update 1 2 --expires 2027-01-01
      """
  )

  @OptionGroup var member: MemberArguments

  @Option(
    help: ArgumentHelp(
      "The permissions, replacing the present ones: comma-separated names, all, or none.",
      valueName: "names"
    )
  )
  var permissions: PermissionsArgument?

  @Option(
    help: ArgumentHelp("Permissions to add, comma-separated.", valueName: "names")
  )
  var add: PermissionsArgument?

  @Option(
    help: ArgumentHelp("Permissions to remove, comma-separated.", valueName: "names")
  )
  var remove: PermissionsArgument?

  @Flag(help: "Grant all permissions.")
  var all = false

  @Option(
    help: ArgumentHelp("When access ends: a time, a date, +30d, or never.", valueName: "time")
  )
  var expires: ExpiryArgument?

  @Flag(help: "Check everything and show the result, but change nothing.")
  var dryRun = false

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "update the membership of user \(member.user) on account \(member.account)" }

  func validate() throws {
    let isReplaced = (permissions == nil ? 0 : 1) + (all ? 1 : 0)
    guard isReplaced + (isEdited ? 1 : 0) <= 1 else {
      throw ValidationError("Pass only one of --permissions, --all, or --add and --remove.")
    }
    let both = Set(add?.permissions ?? []).intersection(remove?.permissions ?? [])
    if let permission = both.min(by: { $0.rawValue < $1.rawValue }) {
      throw ValidationError("--add and --remove both name \(permission.name).")
    }
    guard isReplaced > 0 || isEdited || expires != nil else {
      throw ValidationError("Pass at least one change: --permissions, --add, --remove, --all or --expires.")
    }
  }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let user = try await member.user.id(at: roster)
    var expectedRevision = revision.expectedRevision
    var replacement = all ? Permission.all : permissions?.permissions
    if isEdited {
      let membership = try await roster.accounts.getMembership(account: member.account.id, user: user)
      replacement = edited(membership.permissions)
      if expectedRevision == 0 { expectedRevision = membership.revision }
    }
    let changes = MembershipChanges(
      permissions: replacement,
      expiry: expires?.expiry(now: console.presentation.now)
    )
    let membership = try await roster.accounts.updateMembership(
      account: member.account.id,
      user: user,
      changes,
      expectedRevision: expectedRevision,
      validateOnly: dryRun
    )
    console.show(membership)
    if dryRun { console.note("nothing was changed: --dry-run only shows the result") }
  }

  /// Whether the present permissions must be read first.
  private var isEdited: Bool { add != nil || remove != nil }

  private func edited(_ permissions: [Permission]) -> [Permission] {
    let kept = Set(permissions).union(add?.permissions ?? []).subtracting(remove?.permissions ?? [])
    return kept.sorted { $0.rawValue < $1.rawValue }
  }
}
