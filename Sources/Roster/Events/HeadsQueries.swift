import SQL

/// The SQL of the row that says how far the database has come.
package enum HeadsQueries {
  private static let select = Query(
    "SELECT event_id, event_hash, directory_version, settings_version FROM heads"
  )
  private static let update = Query(
    "UPDATE heads SET event_id = $1, event_hash = $2, directory_version = $3, settings_version = $4"
  )

  /// No installation comes so far: a greater id is forged, and what follows it could not be counted.
  private static let maxEventID: Int64 = 1 << 62

  static func heads(_ db: any Connection) throws -> Heads {
    let heads = try db.first(select) { row in
      Heads(
        eventID: row.int64(0),
        eventHash: row.bytes(1),
        directoryVersion: row.int64(2),
        settingsVersion: row.int64(3)
      )
    }
    guard let heads else { throw DamagedData(place: "the head of the events", problem: "is missing") }
    return heads
  }

  /// The heads, held against the events themselves.
  ///
  /// - Throws: ``DamagedData`` where events were cut off, added or exchanged at the end.
  static func agreedHeads(_ db: any Connection) throws -> Heads {
    let heads = try heads(db)
    let last = try EventQueries.last(db) ?? (id: 0, hash: [])
    guard heads.eventID == last.id, heads.eventHash == last.hash, last.id < maxEventID else {
      throw DamagedData(place: "the head of the events", problem: disagreement(heads.eventID, last.id))
    }
    return heads
  }

  private static func disagreement(_ head: Int64, _ last: Int64) -> String {
    head == last
      ? "is not the last event, \(last): one of the two was exchanged"
      : "says that they end with event \(head), and they end with event \(last)"
  }

  /// What is wrong with the end of the events; nil for nothing.
  package static func fault(_ db: any Connection) throws -> String? {
    do {
      _ = try agreedHeads(db)
      return nil
    } catch let damage as DamagedData {
      return damage.description
    }
  }

  static func update(_ heads: Heads, _ db: any Connection) throws {
    try db.post(
      update,
      heads.eventID,
      heads.eventHash,
      heads.directoryVersion,
      heads.settingsVersion
    )
  }
}
