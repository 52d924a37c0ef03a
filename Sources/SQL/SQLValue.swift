/// A Swift value that can be bound to a statement's parameter.
package protocol SQLValue {
  func bind(to statement: any Statement, at index: Int) throws(SQLError)
}

extension Int64: SQLValue {
  package func bind(to statement: any Statement, at index: Int) throws(SQLError) {
    try statement.bind(self, at: index)
  }
}

extension Int: SQLValue {
  package func bind(to statement: any Statement, at index: Int) throws(SQLError) {
    try statement.bind(Int64(self), at: index)
  }
}

/// Bound as the integer 1 or 0.
extension Bool: SQLValue {
  package func bind(to statement: any Statement, at index: Int) throws(SQLError) {
    try statement.bind(self ? 1 as Int64 : 0, at: index)
  }
}

extension Double: SQLValue {
  package func bind(to statement: any Statement, at index: Int) throws(SQLError) {
    try statement.bind(self, at: index)
  }
}

extension String: SQLValue {
  package func bind(to statement: any Statement, at index: Int) throws(SQLError) {
    try statement.bind(self, at: index)
  }
}

extension [UInt8]: SQLValue {
  package func bind(to statement: any Statement, at index: Int) throws(SQLError) {
    try statement.bind(self, at: index)
  }
}

/// `nil` is NULL.
extension Optional: SQLValue where Wrapped: SQLValue {
  package func bind(to statement: any Statement, at index: Int) throws(SQLError) {
    if let self { try self.bind(to: statement, at: index) } else { try statement.bindNull(at: index) }
  }
}
