/// What the text of a migration takes from the engine.
///
/// Checksums cover the text of released migrations, so what an engine gives here never changes.
package protocol SchemaDialect: Sendable {
  // MARK: Columns

  /// The type of a whole number of 64 bits.
  var integer: String { get }

  /// The type of text that is compared and ordered byte for byte.
  var text: String { get }

  /// The type of bytes.
  var blob: String { get }

  /// The type and key of a column for which the engine makes numbers from 1 and never one twice.
  var identity: String { get }

  /// As ``identity``, where a number may be used again once its row is deleted.
  var rowKey: String { get }

  // MARK: Values

  /// The bytes that are none.
  var emptyBlob: String { get }

  /// A condition as a whole number: 1 where it is true, and 0 where it is false.
  func flag(_ condition: String) -> String

  // MARK: Tables

  /// What follows the closing bracket of a table.
  var tableEnd: String { get }

  /// What follows the closing bracket of a table that is stored in the order of its primary key.
  var keyedTableEnd: String { get }

  /// The key among the definitions of its table, after the last column; empty where the engine takes it from
  /// ``addition(of:)``.
  func definition(of key: DeferredKey) -> String

  /// What adds the key when both tables exist, after the last statement; empty where the engine takes it from
  /// ``definition(of:)``.
  func addition(of key: DeferredKey) -> String

  /// Statements after which no row of the table can be changed or deleted, and each new row has the next id.
  func appendOnly(_ table: String) -> String

  // MARK: Substring indexes

  /// Statements that create `index` and index the existing rows.
  func createSubstringIndex(_ index: SubstringIndex) -> String

  /// Statements that turn off the engine's own merging of the index's parts:
  /// ``Dialect/mergeIndex(_:pages:on:)`` does it instead.
  func leaveMerging(of index: SubstringIndex) -> String
}

/// A foreign key that is checked at the commit, so that two rows can refer to each other.
package struct DeferredKey: Sendable {
  package let table: String
  /// Separated by commas, as in SQL.
  package let columns: String
  /// The table and the columns, as in SQL.
  package let target: String
  /// A sentence, which becomes a comment in the schema.
  package let reason: String

  package init(of table: String, _ columns: String, to target: String, reason: String) {
    self.table = table
    self.columns = columns
    self.target = target
    self.reason = reason
  }
}
