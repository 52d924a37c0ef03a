/// A prepared statement of one connection: bind, step through the rows, read columns, reset.
///
/// Belongs to its connection's thread. Parameters count from 1 and columns from 0, as is usual. Column values
/// are those of the row of the last ``step()``; text and bytes are copied.
package protocol Statement: AnyObject {
  var sql: String { get }
  var parameterCount: Int { get }

  func bind(_ value: Int64, at index: Int) throws(SQLError)
  func bind(_ value: Double, at index: Int) throws(SQLError)
  /// Binds the whole text, U+0000 included.
  func bind(_ value: String, at index: Int) throws(SQLError)
  func bind(_ value: [UInt8], at index: Int) throws(SQLError)
  func bindNull(at index: Int) throws(SQLError)

  /// Steps to the next row; false if there is none.
  func step() throws(SQLError) -> Bool

  /// Makes the statement ready to run again and releases its locks. Bound values are kept.
  func reset()

  func isNull(_ column: Int) -> Bool
  /// NULL reads as 0, as for ``double(_:)``.
  func int64(_ column: Int) -> Int64
  func double(_ column: Int) -> Double
  /// NULL reads as "".
  func text(_ column: Int) -> String
  /// NULL reads as no bytes.
  func bytes(_ column: Int) -> [UInt8]
}

extension Statement {
  package func bool(_ column: Int) -> Bool { int64(column) != 0 }

  /// Clamped: only a damaged file holds a value out of range.
  package func int32(_ column: Int) -> Int32 { Int32(clamping: int64(column)) }

  package func optionalInt64(_ column: Int) -> Int64? { isNull(column) ? nil : int64(column) }

  package func optionalDouble(_ column: Int) -> Double? { isNull(column) ? nil : double(column) }

  package func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }

  package func optionalBytes(_ column: Int) -> [UInt8]? { isNull(column) ? nil : bytes(column) }

  /// Binds all parameters in order. Their number must match the statement's: a missing parameter would
  /// silently keep the value of the previous request.
  package func bind<each Value: SQLValue>(_ values: repeat each Value) throws(SQLError) {
    var count = 0
    for value in repeat each values {
      count += 1
      try value.bind(to: self, at: count)
    }
    guard count == parameterCount else { throw .wrongParameterCount(count, of: self) }
  }

  /// Binds all parameters in order, for statements whose number of parameters is only known at run time.
  package func bind(values: [any SQLValue]) throws(SQLError) {
    for (index, value) in values.enumerated() { try value.bind(to: self, at: index + 1) }
    guard values.count == parameterCount else { throw .wrongParameterCount(values.count, of: self) }
  }
}
