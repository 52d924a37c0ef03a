/// An UPDATE of one row that names only the columns that change.
///
/// A column that is named has its indexes written anew, even where its value stays; so what stays is better
/// left out. The texts that come of it are few, and kept prepared.
package struct Update {
  private let table: String
  private var assignments: [String] = []
  private var values: [any SQLValue] = []

  package init(of table: String) {
    self.table = table
  }

  package mutating func set(_ column: String, _ value: any SQLValue) {
    values.append(value)
    assignments.append("\(column) = $\(values.count)")
  }

  /// Writes the row.
  ///
  /// - Returns: what `read` makes of the row as it is now; nil where there is none.
  package func run<Row>(
    id: Int64,
    returning columns: String,
    on connection: any Connection,
    read: (any Statement) throws -> Row
  ) throws -> Row? {
    let sql = """
      UPDATE \(table) SET \(assignments.joined(separator: ", ")) \
      WHERE id = $\(values.count + 1) RETURNING \(columns)
      """
    return try connection.first(sql: sql, values: values + [id], read: read)
  }
}
