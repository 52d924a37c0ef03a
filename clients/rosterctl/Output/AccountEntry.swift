import RosterClient

/// A line of an account's users: one who has access, or one who is invited.
struct AccountEntry: Sendable {
  /// Nil for one who is invited.
  var user: AccountUser?
  /// Nil for one who has access.
  var invitation: Invitation?

  /// The users of an account, page by page, with its pending invitations at the end. The page size does not
  /// count invitations.
  static func list(
    of account: Int64,
    pageSize: Int32,
    from accounts: any AccountServiceClientProtocol
  ) -> PagedSequence<AccountEntry> {
    PagedSequence { token throws(RPCError) in
      let reply = try await accounts.listAccountUsers(
        ListAccountUsersRequest(accountID: account, pageSize: pageSize, pageToken: token)
      )
      var entries = reply.users.map { AccountEntry(user: $0) }
      if reply.nextPageToken.isEmpty {
        // The server sends them with the first page only, which an earlier run may have fetched.
        let first =
          token.isEmpty
          ? reply
          : try await accounts.listAccountUsers(ListAccountUsersRequest(accountID: account, pageSize: 1))
        entries += first.invitations.map { AccountEntry(invitation: $0) }
      }
      return Page(elements: entries, nextPageToken: reply.nextPageToken)
    }
  }
}

extension AccountEntry: Listed {
  static let listName = "users"

  static let blank = AccountEntry(user: .blank, invitation: .blank)

  /// The Users tab of an account.
  static let columns: [Column<AccountEntry>] =
    AccountUser.columns.map { column in
      Column(column.heading, isWide: column.isWide) { entry, presentation in
        if let user = entry.user { return column.cell(user, presentation) }
        return entry.invitation.map { cell(column.heading, $0, presentation) } ?? Cell("")
      }
    } + [
      Column(id: "INVITATION", isWide: true) { $0.invitation?.id ?? 0 }
    ]

  /// The cell of an invitation in a column of the users' table.
  private static func cell(
    _ heading: String,
    _ invitation: Invitation,
    _ presentation: Presentation
  ) -> Cell {
    switch heading {
    case "E-MAIL": Cell(invitation.email)
    case "ROLE": Cell("invited", .faint)
    case "PERMISSIONS": Cell(Presentation.permissions(invitation.permissions))
    case "EXPIRES": presentation.time(invitation.expireTime, absent: "")
    case "REVISION": Cell(String(invitation.revision))
    default: Cell("")
    }
  }

  var json: JSON {
    [
      "user": user?.user?.json ?? .null,
      "membership": user?.membership?.json ?? .null,
      "invitation": invitation?.json ?? .null,
    ]
  }
}
