import ArgumentParser
import RosterClient

struct Check: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check whether a user has a permission on an account now.",
    discussion: """
      Without a permission it lists all that the user has. The exit code is 0 for both answers; with \
      --exit-code it is 5 if the answer is no. Errors have other codes.

      Permissions: \(PermissionsArgument.names).

      EXAMPLES
        rosterctl check bob@example.com 1 tickets
        rosterctl check 2 1
        rosterctl check 2 1 orders --exit-code && echo may order
      """
  )

  @Argument(help: "The user, by id or e-mail address.")
  var user: UserReference

  @Argument(help: "The account, by id.")
  var account: Identifier

  @Argument(help: ArgumentHelp("The permission to check."))
  var permission: Permission?

  @Flag(help: "Exit with 5 if the answer is no.")
  var exitCode = false

  @OptionGroup var options: GlobalOptions

  var purpose: String { "check user \(user) on account \(account)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let id = try await user.id(at: roster)
    let isAllowed =
      if let permission {
        try await decide(permission, id, roster, console)
      } else {
        try await list(id, roster, console)
      }
    if exitCode, !isAllowed { throw Failure(status: .no) }
  }

  private func decide(
    _ permission: Permission,
    _ id: Int64,
    _ roster: RosterClient,
    _ console: Console
  ) async throws -> Bool {
    let answer = try await roster.access.checkPermission(
      user: id,
      permission: permission,
      account: account.id
    )
    console.answer(
      Cell(
        answer.allowed ? "allowed: \(answer.reason.text)" : "refused: \(answer.reason.text)",
        style(answer.allowed)
      ),
      ["allowed": .bool(answer.allowed), "reason": JSON(answer.reason)]
    )
    return answer.allowed
  }

  private func list(_ id: Int64, _ roster: RosterClient, _ console: Console) async throws -> Bool {
    let answer = try await roster.access.listPermissions(user: id, account: account.id)
    let isAllowed = !answer.permissions.isEmpty
    let what = Presentation.permissions(answer.permissions)
    console.answer(
      Cell(
        isAllowed ? "allowed: \(what) (\(answer.reason.text))" : "refused: \(answer.reason.text)",
        style(isAllowed)
      ),
      [
        "owner": .bool(answer.owner),
        "permissions": JSON(answer.permissions),
        "reason": JSON(answer.reason),
      ]
    )
    return isAllowed
  }

  private func style(_ isAllowed: Bool) -> Style { isAllowed ? .good : .bad }
}

extension AccessReason {
  /// The reason in words.
  fileprivate var text: String {
    switch self {
    case .owner: "the user owns the account"
    case .granted: "granted"
    case .userNotFound: "there is no such user"
    case .accountNotFound: "there is no such account"
    case .userLocked: "the user is locked"
    case .accountClosed: "the account is closed"
    case .notAMember: "the user is no member of the account"
    case .membershipExpired: "the membership has expired"
    case .notGranted: "not granted"
    default: name
    }
  }
}
