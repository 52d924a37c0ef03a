/// An error of the database.
package struct SQLError: Error, Sendable {
  /// What callers decide by; the same for every engine.
  package enum Kind: Sendable, Hashable {
    case constraint(Constraint)
    /// Another connection held the lock for longer than the busy timeout.
    case busy
    /// The disk is full, or the database has reached its maximum size.
    case full
    /// The file is damaged or not a database.
    case corrupt
    /// Stopped by an ``Interruption``.
    case interrupted
    case readOnly
    case cannotOpen
    case inputOutput
    case outOfMemory
    /// A text, a blob or a statement beyond the engine's limit.
    case tooBig
    /// A bug in this program: wrong SQL, wrong parameters, a wrong order of calls.
    case misuse
    case other
  }

  package enum Constraint: Sendable, Hashable {
    case unique, primaryKey, foreignKey, notNull, check, type, other
  }

  package let kind: Kind
  /// The engine's own code; for SQLite the primary result code (sqlite.org/rescode.html).
  package let code: Int32
  /// SQLite's extended result code; otherwise the same as `code`.
  package let extendedCode: Int32
  package let message: String
  package let sql: String?
  /// For unique, primary key and not null violations: the columns concerned, as `table.column`.
  package let columns: [String]

  package init(
    kind: Kind,
    code: Int32,
    extendedCode: Int32,
    message: String,
    sql: String?,
    columns: [String] = []
  ) {
    self.kind = kind
    self.code = code
    self.extendedCode = extendedCode
    self.message = message
    self.sql = sql
    self.columns = columns
  }

  /// True for a violated UNIQUE constraint (or primary key) over exactly these `table.column` names.
  package func violatesUniqueness(of columns: String...) -> Bool {
    (kind == .constraint(.unique) || kind == .constraint(.primaryKey)) && self.columns == columns
  }
}

extension SQLError: CustomStringConvertible {
  package var description: String {
    let statement = sql.map { " in: \($0)" } ?? ""
    return "\(message) (\(kind), code \(extendedCode))\(statement)"
  }
}
