import RPC
import Roster
import RosterProto
import SQL
import SQLite
import TestSupport

extension TestService {
  /// Which events change a row, for each table; written down a second time, to be held against the service.
  private static let eventsOfRows: KeyValuePairs<String, String> = [
    "users": "target_kind = 1 AND target_id = users.id",
    "accounts": """
    (target_kind = 2 AND target_id = accounts.id) OR (account_id = accounts.id AND (
      kind = 'membership.removed' OR kind = 'membership.created'
        AND (SELECT kind FROM events AS before WHERE before.id = events.id - 1) IS NOT 'account.created'))
    """,
    "memberships": """
    target_kind = 3 AND target_id = memberships.user_id AND account_id = memberships.account_id
    """,
    "invitations": "target_kind = 4 AND target_id = invitations.id",
    "principals": "target_kind = 6 AND target_id = principals.id",
    "api_keys": "target_kind = 8 AND target_id = api_keys.id",
  ]

  /// The rows whose revision is not the id of the last event that changed them. Those that no event tells of
  /// are left out.
  func rowsAtOtherRevisions() async throws -> [String] {
    let db = try directory.database.connect(.readOnly)
    var rows = try Self.eventsOfRows.flatMap { table, condition in
      let last = "(SELECT max(id) FROM events WHERE \(condition))"
      return try db.all(sql: "SELECT revision, \(last) FROM \(table) WHERE revision <> \(last)") {
        "\(table): \($0.int64(0)) instead of \($0.int64(1))"
      }
    }
    let events = try await allEvents()
    for role in try await staff.listRoles(ListRolesRequest()).roles {
      let last = events.last { $0.target == EventTarget(kind: .role, name: role.name) }
      if let last, last.id != role.revision {
        rows.append("role \(role.name): \(role.revision) instead of \(last.id)")
      }
    }
    let settings = events.last { $0.target?.kind == .settings }
    if let settings, settings.id != service.settings.current.revision { rows.append("settings") }
    return rows
  }
}
