import RosterProto
import SQL

/// Pairs of rows that earlier releases treated as different and this release treats as equal.
package struct SchemaConflict: Error, Sendable, Equatable, CustomStringConvertible {
  package let pairs: [String]

  package var description: String {
    """
    to this release these are the same: \(pairs.joined(separator: "; ")). Nothing was changed. With the \
    release that made this database change or delete one of each, then try again
    """
  }
}

extension Schema {
  /// The most pairs to name in the error.
  private static let maxNamedConflicts = 20

  private static let users = Query(
    "SELECT id, email, first_name, last_name, email_key, name_key, search_text FROM users"
  )
  private static let userByKey = Query("SELECT id, email FROM users WHERE email_key = $1 AND id <> $2")
  private static let updateUser = Query(
    "UPDATE users SET email_key = $1, name_key = $2, search_text = $3 WHERE id = $4"
  )
  private static let principals = Query(
    "SELECT id, name, name_key FROM principals WHERE delete_time IS NULL"
  )
  private static let principalByKey = Query(
    "SELECT id, name FROM principals WHERE name_key = $1 AND id <> $2 AND delete_time IS NULL"
  )

  private static let updatePrincipal = Query("UPDATE principals SET name_key = $1 WHERE id = $2")

  /// A key that need not be unique.
  private struct SharedKey: Sendable {
    let rows: Query
    let update: Query
    let make: @Sendable (String) -> String

    init(_ table: String, _ text: String, _ key: String, _ make: @escaping @Sendable (String) -> String) {
      rows = Query("SELECT id, \(text), \(key) FROM \(table)")
      update = Query("UPDATE \(table) SET \(key) = $1 WHERE id = $2")
      self.make = make
    }
  }

  private static let sharedKeys = [
    SharedKey("accounts", "name", "name_key", TextKey.fold),
    SharedKey("invitations", "email", "email_key", EmailAddress.key),
    // The address itself is not stored; the key of a key is the same key.
    SharedKey("invitation_sends", "email_key", "email_key", EmailAddress.key),
    SharedKey("mails", "recipient", "recipient_key", EmailAddress.key),
  ]

  /// Recomputes the keys for comparing, ordering and searching text where this release computes them
  /// differently: domains of addresses in A-labels, text without joiners and variation selectors.
  ///
  /// Revisions stay the same, because nothing that clients see changes.
  ///
  /// - Throws: ``SchemaConflict`` where two users would have one address, or two principals one name.
  static func renewTextKeys(_ db: any Connection) throws {
    let conflicts = try renewUsers(db) + renewPrincipals(db)
    guard conflicts.isEmpty else {
      throw SchemaConflict(pairs: Array(conflicts.prefix(maxNamedConflicts)))
    }
    for shared in sharedKeys {
      let rows = try db.all(shared.rows) { row in
        let key = shared.make(row.text(1))
        return key.utf8Differs(from: row.text(2)) ? (id: row.int64(0), key: key) : nil
      }
      for case let row? in rows { try db.run(shared.update, row.key, row.id) }
    }
  }

  private static func renewUsers(_ db: any Connection) throws -> [String] {
    let rows = try db.all(users) { row in
      let user = User(email: row.text(1), firstName: row.text(2), lastName: row.text(3))
      let profile = UserProfile(of: user)
      let isCurrent =
        !profile.emailKey.utf8Differs(from: row.text(4)) && !profile.nameKey.utf8Differs(from: row.text(5))
        && !profile.searchText.utf8Differs(from: row.text(6))
      return isCurrent ? nil : (id: row.int64(0), profile: profile)
    }
    var conflicts: [String] = []
    for case let row? in rows {
      let profile = row.profile
      let other = try db.first(userByKey, profile.emailKey, row.id) { ($0.int64(0), $0.text(1)) }
      if let (id, email) = other {
        conflicts.append("users \(id) (\(email)) and \(row.id) (\(profile.email))")
      } else {
        try db.run(updateUser, profile.emailKey, profile.nameKey, profile.searchText, row.id)
      }
    }
    return conflicts
  }

  private static func renewPrincipals(_ db: any Connection) throws -> [String] {
    let rows = try db.all(principals) { (id: $0.int64(0), name: $0.text(1), old: $0.text(2)) }
    var conflicts: [String] = []
    for row in rows where TextKey.fold(row.name).utf8Differs(from: row.old) {
      let key = TextKey.fold(row.name)
      if let (id, name) = try db.first(principalByKey, key, row.id, read: { ($0.int64(0), $0.text(1)) }) {
        conflicts.append("principals \(id) (\(name)) and \(row.id) (\(row.name))")
      } else {
        try db.run(updatePrincipal, key, row.id)
      }
    }
    return conflicts
  }
}

extension String {
  /// `==` treats composed and decomposed text as equal; the database does not.
  fileprivate func utf8Differs(from other: String) -> Bool { !utf8.elementsEqual(other.utf8) }
}
