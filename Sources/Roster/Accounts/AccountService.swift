import RPC
import RosterProto
import SQL

/// Accounts. Each method declares its authorization rule and its kind; those for members are in Memberships.
package struct AccountService: AccountServiceInterface {
  let run: Runner
  let tokens: PageTokens

  package init(run: Runner, tokens: PageTokens) {
    self.run = run
    self.tokens = tokens
  }

  package var createAccount: UnaryHandler<CreateAccountRequest, Account> {
    run.write(.grant(.accountsManage)) { request, context in
      let name = try TextRules.requiredName(request.name, "name")
      let owner = try Checks.id(request.ownerUserID, "owner_user_id")
      try Self.requireUnlocked(try UserQueries.user(id: owner, at: context.now, context.db))
      let account = try AccountQueries.insert(name: name, owner: owner, context.stamp, context.db)
      try context.record("account.created", .account(account.id), account: account.id, .created(account))
      try MembershipQueries.insert(account: account.id, user: owner, .all, context.stamp, context.db)
      try context.record(
        "membership.created",
        .membership(user: owner),
        account: account.id,
        .created(try MembershipQueries.membership(account: account.id, user: owner, context.db))
      )
      return account
    }
  }

  package var getAccount: UnaryHandler<GetAccountRequest, Account> {
    run.point(.grant(.accountsRead, users: .member(of: \.accountID))) { request, context in
      try AccountQueries.account(try Checks.id(request.accountID, "account_id"), context.db)
    }
  }

  package var listAccounts: UnaryHandler<ListAccountsRequest, ListAccountsResponse> {
    run.list(.grant(.accountsRead), tokens) { request, context in
      try AccountList.query(request.filter, orderBy: request.orderBy, context.db)
    }
  }

  package var updateAccount: UnaryHandler<UpdateAccountRequest, Account> {
    run.write(
      .grant(.accountsManage, users: .member(of: { $0.account?.id ?? 0 }, with: .profile))
    ) { request, context in
      guard let change = request.account else { throw RPCError.invalid("account", "must not be empty") }
      let mask = try UpdateMask(
        request.updateMask,
        writable: ["name": !change.name.isEmpty],
        byPrincipals: ["two_factor_required": change.twoFactorRequired],
        caller: context.caller
      )
      let account = try Self.account(change.id, "account.id", request.expectedRevision, context)
      var changed = account
      if mask.contains("name") { changed.name = try TextRules.requiredName(change.name, "account.name") }
      if mask.contains("two_factor_required") { changed.twoFactorRequired = change.twoFactorRequired }
      guard changed != account else { return account }
      if changed.name != account.name {
        try AccountQueries.rename(account.id, to: changed.name, context.stamp, context.db)
      }
      if changed.twoFactorRequired != account.twoFactorRequired {
        let isRequired = changed.twoFactorRequired
        try AccountQueries.requireSecondFactor(isRequired, of: account.id, context.stamp, context.db)
      }
      return try Self.changed(account, "account.updated", context)
    }
  }

  package var closeAccount: UnaryHandler<CloseAccountRequest, Account> {
    run.write(.grant(.accountsManage)) { request, context in
      let account = try Self.account(request.accountID, "account_id", request.expectedRevision, context)
      guard account.state != .closed else {
        throw RPCError.accountClosed(account.id, "Account \(account.id) is closed already.")
      }
      try AccountQueries.setState(.closed, of: account.id, context.stamp, context.db)
      return try Self.changed(account, "account.closed", context)
    }
  }

  package var reopenAccount: UnaryHandler<ReopenAccountRequest, Account> {
    run.write(.grant(.accountsManage)) { request, context in
      let account = try Self.account(request.accountID, "account_id", request.expectedRevision, context)
      guard account.state == .closed else {
        throw RPCError(
          .accountNotClosed,
          "Account \(account.id) is open already.",
          ["account_id": "\(account.id)"]
        )
      }
      try AccountQueries.setState(.active, of: account.id, context.stamp, context.db)
      return try Self.changed(account, "account.reopened", context)
    }
  }

  /// Reads the account after a change, and records the event.
  static func changed(_ account: Account, _ kind: String, _ context: WriteContext) throws -> Account {
    let changed = try AccountQueries.account(account.id, context.db)
    try context.record(kind, .account(account.id), account: account.id, .changed(from: account, to: changed))
    return changed
  }

  /// Reads the account that a request changes, and checks the expected revision.
  static func account(
    _ id: Int64,
    _ field: String,
    _ expectedRevision: Int64,
    _ context: WriteContext
  ) throws -> Account {
    let account = try AccountQueries.account(try Checks.id(id, field), context.db)
    try Checks.revision(expectedRevision, current: account.revision, of: "Account \(account.id)")
    return account
  }
}

extension RPCError {
  static func accountClosed(_ id: Int64, _ message: String) -> RPCError {
    RPCError(.accountClosed, message, ["account_id": "\(id)"])
  }
}
