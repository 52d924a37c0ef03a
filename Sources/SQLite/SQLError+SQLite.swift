import CSQLite
import SQL

extension SQLError {
  /// The error of a call on `database` that has just returned `code`.
  init(_ code: Int32, database: OpaquePointer?, sql: String? = nil) {
    // The connection's own error is more exact, but only if it belongs to this call.
    let latest = sqlite3_extended_errcode(database)
    let extendedCode = latest & 0xff == code & 0xff ? latest : code
    let isLatest = database != nil && extendedCode == latest
    let message = String(cString: isLatest ? sqlite3_errmsg(database) : sqlite3_errstr(code))
    let kind = Self.kind(extendedCode)
    self.init(
      kind: kind,
      code: code & 0xff,
      extendedCode: extendedCode,
      message: message,
      sql: sql,
      columns: Self.columns(in: message, kind)
    )
  }

  static func misuse(_ message: String, sql: String? = nil) -> SQLError {
    SQLError(kind: .misuse, code: SQLITE_MISUSE, extendedCode: SQLITE_MISUSE, message: message, sql: sql)
  }

  private static func kind(_ extendedCode: Int32) -> Kind {
    switch extendedCode & 0xff {
    case SQLITE_CONSTRAINT: .constraint(constraint(extendedCode >> 8))
    case SQLITE_BUSY, SQLITE_LOCKED: .busy
    case SQLITE_FULL: .full
    case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
    case SQLITE_INTERRUPT: .interrupted
    case SQLITE_READONLY: .readOnly
    case SQLITE_CANTOPEN: .cannotOpen
    case SQLITE_IOERR: .inputOutput
    case SQLITE_NOMEM: .outOfMemory
    case SQLITE_TOOBIG: .tooBig
    // Wrong SQL gives SQLITE_ERROR.
    case SQLITE_ERROR, SQLITE_MISUSE, SQLITE_RANGE, SQLITE_MISMATCH: .misuse
    default: .other
    }
  }

  /// - Parameter detail: the second byte of an extended code; Swift does not import the macros for them.
  private static func constraint(_ detail: Int32) -> Constraint {
    switch detail {
    case 1: .check
    case 3: .foreignKey
    case 5: .notNull
    case 6, 10: .primaryKey
    case 8: .unique
    case 12: .type
    default: .other
    }
  }

  /// Parses "UNIQUE constraint failed: users.email, users.name".
  private static func columns(in message: String, _ kind: Kind) -> [String] {
    switch kind {
    case .constraint(.unique), .constraint(.primaryKey), .constraint(.notNull):
      guard let start = message.firstRange(of: " failed: ")?.upperBound else { return [] }
      return message[start...].split(separator: ", ").map(String.init)
    default: return []
    }
  }
}
