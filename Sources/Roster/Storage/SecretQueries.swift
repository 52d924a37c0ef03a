import SQL

/// Keys that an installation creates for itself.
enum SecretQueries {
  private static let insert = Query(
    "INSERT INTO secrets (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING"
  )
  private static let select = Query("SELECT value FROM secrets WHERE name = $1")

  /// The secret with that name, 32 bytes, created at first use.
  static func secret(_ name: String, _ db: any Connection) throws -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    let fresh = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    try db.run(insert, name, fresh)
    // It exists now, new or old.
    return try db.first(select, name) { $0.bytes(0) }!
  }
}
