import SQL

/// The database schema, as numbered migrations. A released migration is never edited.
///
/// Here is the list in order; the text of each step stands with its noun, in a file `Schema+….swift`. It
/// takes what differs between engines from a ``SchemaDialect``.
package enum Schema {
  static let substringIndexes = [usersByText, accountsByText]

  /// The number of the last migration.
  package static var version: Int { steps.count }

  package static func migrations(for dialect: any SchemaDialect) -> [Migration] {
    steps.enumerated().map { index, step in
      Migration(version: index + 1, name: step.name, sql: step.text(dialect), code: step.code)
    }
  }

  private struct Step {
    let name: String
    /// Its parts, which an empty line separates.
    var sql: [@Sendable (any SchemaDialect) -> String] = []
    var code: Migration.Code?

    func text(_ dialect: any SchemaDialect) -> String {
      sql.map { $0(dialect) }.joined(separator: "\n\n")
    }
  }

  // Times are microseconds since 1970, in UTC. A `_key` is text folded for comparison. `last_login_time` is 0
  // for never, so that it can be an order.
  private static let steps: [Step] = [
    Step(name: "users, accounts, memberships", sql: [users, accounts, memberships]),
    Step(
      name: "substring search",
      sql: [{ substringIndexes.map($0.createSubstringIndex).joined(separator: "\n") }]
    ),
    Step(name: "roles, principals, API keys", sql: [staff, secrets]),
    Step(name: "events, request ids", sql: [events, requestIDs]),
    Step(name: "verification", sql: [verification]),
    Step(name: "mail outbox", sql: [mailOutbox]),
    Step(name: "invitations", sql: [invitations]),
    Step(name: "settings", sql: [settings]),
    Step(name: "mail topics", sql: [mailTopics]),
    Step(
      name: "addresses by A-labels",
      code: Migration.Code("keys of addresses by A-labels; keys without joiners", run: renewTextKeys)
    ),
    Step(
      name: "merges of the search index apart",
      sql: [{ substringIndexes.map($0.leaveMerging).joined(separator: "\n") }]
    ),
    Step(
      name: "revisions by events",
      sql: [revisions],
      code: Migration.Code("roles with the revisions that their events give them", run: reviseRoles)
    ),
    Step(
      name: "sign-in",
      sql: [credentials, secondFactors, passkeys, sessions, throttling, ownershipOffers]
    ),
  ]
}
