/// An UPDATE of one row that sets only the columns that change.
///
/// An UPDATE rewrites the indexes of every column that it names, even if the value stays the same, so
/// unchanged columns are left out. The resulting SQL texts are few, and their statements are cached.
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
  /// - Returns: the updated row, read by `read`; nil if there is none.
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
