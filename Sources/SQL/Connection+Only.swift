extension Connection {
  /// The row of a query that always has one, as `read` makes it: an INSERT with RETURNING, or an UPDATE with
  /// RETURNING of a row that was read in the same transaction.
  ///
  /// - Throws: a ``SQLError`` of the kind `misuse` if there is no row: the query is not one of these.
  package func only<each Value: SQLValue, Row>(
    _ query: Query,
    _ values: repeat each Value,
    read: (any Statement) throws -> Row
  ) throws -> Row {
    guard let row = try first(query, repeat each values, read: read) else {
      throw SQLError(
        kind: .misuse,
        code: 0,
        extendedCode: 0,
        message: "a query that always has a row has none",
        sql: query.sql
      )
    }
    return row
  }
}
