import RosterProto
import SQL

/// The SQL of security questions.
enum SecurityQuestionQueries {
  private static let select = Query("SELECT question, hash FROM security_answers WHERE user_id = $1")
  private static let upsert = Query(
    """
    INSERT INTO security_answers (user_id, question, hash) VALUES ($1, $2, $3)
    ON CONFLICT (user_id) DO UPDATE SET question = excluded.question, hash = excluded.hash
    """
  )
  private static let delete = Query("DELETE FROM security_answers WHERE user_id = $1")

  struct Stored: Sendable {
    let question: String
    let hash: String
  }

  static func stored(of user: Int64, _ db: any Connection) throws -> Stored? {
    try db.first(select, user) { Stored(question: $0.text(0), hash: $0.text(1)) }
  }

  static func set(_ question: String, _ hash: String, of user: Int64, _ db: any Connection) throws {
    try db.run(upsert, user, question, hash)
  }

  static func delete(of user: Int64, _ db: any Connection) throws {
    try db.run(delete, user)
  }
}
