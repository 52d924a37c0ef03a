import RosterClient

/// A line of an account's users: one who has access, or one who is invited.
struct AccountEntry: Sendable {
  /// Nil for one who is invited.
  var user: AccountUser?
  /// Nil for one who has access.
  var invitation: Invitation?

  /// The users of an account, page by page, and after them its pending invitations.
  static func list(
    of account: Int64,
    pageSize: Int32,
    from accounts: any AccountServiceClientProtocol
  ) -> PagedSequence<AccountEntry> {
    @Sendable func invited(_ pageSize: Int32, _ token: String) async throws(RPCError) -> Page<AccountEntry> {
      let page = try await accounts.listAccountInvitations(account: account, pageSize: pageSize).page(token)
      let next = page.nextPageToken.isEmpty ? "" : invitationsMark + page.nextPageToken
      return Page(elements: page.elements.map { AccountEntry(invitation: $0) }, nextPageToken: next)
    }
    return PagedSequence { token throws(RPCError) in
      if token.hasPrefix(invitationsMark) {
        return try await invited(pageSize, String(token.dropFirst(invitationsMark.count)))
      }
      let page = try await accounts.listAccountUsers(account: account, pageSize: pageSize).page(token)
      var entries = page.elements.map { AccountEntry(user: $0) }
      guard page.nextPageToken.isEmpty else {
        return Page(elements: entries, nextPageToken: page.nextPageToken)
      }
      // The last page of users goes on with invitations, as far as there is room.
      let room = pageSize == 0 ? 0 : pageSize - Int32(entries.count)
      guard pageSize == 0 || room > 0 else {
        return Page(elements: entries, nextPageToken: invitationsMark)
      }
      let rest = try await invited(room, "")
      entries += rest.elements
      return Page(elements: entries, nextPageToken: rest.nextPageToken)
    }
  }

  /// Begins the page tokens of the second list, the invitations. The server's tokens have no period.
  private static let invitationsMark = "invitations."
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
