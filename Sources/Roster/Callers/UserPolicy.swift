import RPC
import RosterProto
import SQL

/// What users may do to themselves and to the accounts they belong to.
///
/// Checked in the transaction that does the work, so that nothing changes in between.
package struct UserPolicy {
  private let user: Int64
  private let settings: Settings
  private let now: Time
  private let db: any Connection

  /// Nil where the caller is not a user; the settings and the time are then not read.
  init?(
    _ caller: Caller,
    settings: @autoclosure () -> Settings,
    now: @autoclosure () -> Time,
    db: any Connection
  ) {
    guard case .user(let user) = caller else { return nil }
    self.init(of: user.id, settings: settings(), now: now(), db: db)
  }

  /// The policy for a user for whom a principal calls.
  init(of user: Int64, settings: Settings, now: Time, db: any Connection) {
    self.user = user
    self.settings = settings
    self.now = now
    self.db = db
  }

  /// - Throws: `PERMISSION_DENIED`, with the reason that `error_reason.proto` gives.
  func permit<Request>(_ request: Request, by rule: UserRule<Request>, _ method: MethodDescriptor) throws {
    switch rule {
    case .nobody:
      throw Self.staffOnly(method)
    case .anyone, .decidedByMethod:
      break
    case .themselves(let id):
      try requireSelf(id(request))
    case .member(let account, let permission):
      try requireMember(of: account(request), with: permission)
    case .owner(let account):
      try requireOwner(of: account(request))
    case .themselvesOrOwner(let id, let account):
      if id(request) == user {
        try requireMember(of: account(request), with: nil)
      } else {
        try requireOwner(of: account(request))
      }
    }
  }

  func requireSelf(_ id: Int64) throws(RPCError) {
    guard id == user else {
      throw RPCError.selfOnly(id)
    }
  }

  /// Requires a member, or the owner, with access to the account now.
  func requireMember(of account: Int64, with permission: Permission?) throws {
    let (permissions, reason) = try facts(account).permissions(at: now)
    guard reason == .owner || reason == .granted else { throw denied(account, reason, permission) }
    if let permission, !permissions.contains(Permissions(permission)) {
      throw denied(account, .notGranted, permission)
    }
  }

  /// Requires the account's owner, with client user management enabled.
  ///
  /// - Parameter evenIfManagedByStaff: for what is no management of users.
  func requireOwner(of account: Int64, evenIfManagedByStaff: Bool = false) throws {
    let facts = try facts(account)
    // The same error for another owner's account and for one that does not exist.
    guard facts.isOwner else {
      throw RPCError(.ownerOnly, "Only the account's owner may do this.", ["account_id": "\(account)"])
    }
    let (_, reason) = facts.permissions(at: now)
    guard reason == .owner else { throw denied(account, reason, nil) }
    guard evenIfManagedByStaff || !settings.disableClientUserManagement else {
      throw RPCError(
        .clientUserManagementDisabled,
        "Account owners do not manage users here. Ask the staff to do it.",
        ["account_id": "\(account)"]
      )
    }
  }

  static func staffOnly(_ method: MethodDescriptor) -> RPCError {
    RPCError(.staffOnly, "\(method.name) is for staff and services, not for users.", ["method": "\(method)"])
  }

  private func facts(_ account: Int64) throws -> AccessFacts {
    try AccessQueries.facts(user: user, account: account, db)
  }

  private func denied(_ account: Int64, _ reason: AccessReason, _ permission: Permission?) -> RPCError {
    // Do not reveal to non-members whether the account exists.
    let reason = reason == .accountNotFound ? .notAMember : reason
    let access = String(reason.description.dropFirst(AccessReason.prefix.count))
    var facts = ["access": access, "account_id": "\(account)"]
    facts["permission"] = permission?.name
    return RPCError(
      .accessDenied,
      "You may not do this on account \(account): \(access.lowercased().replacing("_", with: " ")).",
      facts
    )
  }
}

extension RPCError {
  /// - Parameter id: the user that the request names; nil where it names none.
  static func selfOnly(_ id: Int64? = nil) -> RPCError {
    let message = "Users may do this for themselves only."
    guard let id else { return RPCError(.selfOnly, message) }
    return RPCError(.selfOnly, message, ["user_id": "\(id)"])
  }
}
