/// What engines write differently.
package protocol Dialect: Sendable {
  /// SQL text, several statements for a migration, that makes `index` and indexes the rows there are.
  func createSubstringIndex(_ index: SubstringIndex) -> String

  /// SQL text, several statements for a migration, that leaves merging the index's parts to
  /// ``mergeIndex(_:pages:on:)``.
  func leaveMerging(of index: SubstringIndex) -> String

  /// A condition for the rows whose column contains `needle`, byte for byte.
  ///
  /// May look into the index to choose between it and a scan; so ask anew for each query. Whichever it
  /// chooses, the same rows fulfil it, and a keyset page may continue under the other.
  ///
  /// - Parameter parameter: the number of the condition's first parameter; see ``SubstringCondition/values``.
  func substringCondition(
    _ index: SubstringIndex,
    contains needle: String,
    parameter: Int,
    on connection: any Connection
  ) throws(SQLError) -> SubstringCondition

  /// Changes that have gathered and that the index does not have yet.
  func pendingChanges(of index: SubstringIndex, on connection: any Connection) throws(SQLError) -> Int64

  /// Brings the oldest `count` changes into the index, as part of the current transaction and outside any
  /// savepoint.
  func indexChanges(_ count: Int64, of index: SubstringIndex, on connection: any Connection) throws(SQLError)

  /// Merges parts of the index, each of which was one call of ``indexChanges(_:of:on:)``: a search looks into
  /// all of them. As part of the current transaction and outside any savepoint.
  ///
  /// - Parameter pages: how much of it at the most.
  /// - Returns: whether there was anything to merge.
  func mergeIndex(
    _ index: SubstringIndex,
    pages: Int64,
    on connection: any Connection
  ) throws(SQLError) -> Bool
}

/// An index for "contains", over one text column.
///
/// The comparison is exact, so for a search whatever the case the column holds folded text. The table has
/// an integer key that is never given to another row; rows are replaced by UPDATE or upsert, never by
/// INSERT OR REPLACE, which would pass the index by.
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
