/// The SQL that differs between engines: of the schema, and of searches.
package protocol Dialect: SchemaDialect {
  /// A condition for the rows whose column contains `needle`, byte for byte.
  ///
  /// May read the index to choose between it and a scan, so create a new condition for each query. Both
  /// choices match the same rows, so a keyset page may continue with the other.
  ///
  /// - Parameter parameter: the number of the condition's first parameter; see ``SubstringCondition/values``.
  func substringCondition(
    _ index: SubstringIndex,
    contains needle: String,
    parameter: Int,
    on connection: any Connection
  ) throws(SQLError) -> SubstringCondition

  /// The number of changes that are not yet in the index.
  func pendingChanges(of index: SubstringIndex, on connection: any Connection) throws(SQLError) -> Int64

  /// Moves the oldest `count` changes into the index, in the current transaction and outside any savepoint.
  func indexChanges(_ count: Int64, of index: SubstringIndex, on connection: any Connection) throws(SQLError)

  /// Merges parts of the index, in the current transaction and outside any savepoint. Each call of
  /// ``indexChanges(_:of:on:)`` adds a part, and a search reads them all.
  ///
  /// - Parameter pages: the most pages to write.
  /// - Returns: whether there was anything to merge.
  func mergeIndex(
    _ index: SubstringIndex,
    pages: Int64,
    on connection: any Connection
  ) throws(SQLError) -> Bool
}

/// An index for "contains" searches over one text column.
///
/// The comparison is exact, so the column holds folded text if case should not matter. The table has an
/// integer key that is never reused. Replace rows by UPDATE or upsert, never by INSERT OR REPLACE, which
/// would bypass the index.
package struct SubstringIndex: Sendable {
  package let table: String
  package let key: String
  package let column: String

  package init(table: String, key: String = "id", column: String) {
    self.table = table
    self.key = key
    self.column = column
  }
}

/// A condition to put after WHERE, and the values of its parameters in order.
package struct SubstringCondition: Sendable {
  package let sql: String
  package let values: [String]

  package init(sql: String, values: [String]) {
    self.sql = sql
    self.values = values
  }
}
