// One line for each query, for the domain: `try connection.first(UserQueries.byID, id) { row in … }`.
// Each function resets its statement on every exit: an unreset statement would hold its read lock. The
// parameter packs cost about 0.1 µs a call; making all this inlinable was measured and changes nothing.

extension Connection {
  /// Runs a statement to its end and discards any rows.
  ///
  /// - Returns: how many rows it inserted, updated or deleted.
  @discardableResult
  package func run<each Value: SQLValue>(
    _ query: Query,
    _ values: repeat each Value
  ) throws(SQLError) -> Int {
    let statement = try statement(query)
    defer { statement.reset() }
    try statement.bind(repeat each values)
    while try statement.step() {}
    return changes
  }

  /// For an engine in this process, which has nothing to gain by waiting.
  package func post<each Value: SQLValue>(
    _ query: Query,
    _ values: repeat each Value
  ) throws(SQLError) {
    try run(query, repeat each values)
  }

  /// The first row, as `read` makes it; nil when there is none.
  package func first<each Value: SQLValue, Row>(
    _ query: Query,
    _ values: repeat each Value,
    read: (any Statement) throws -> Row
  ) throws -> Row? {
    let statement = try statement(query)
    defer { statement.reset() }
    try statement.bind(repeat each values)
    return try statement.step() ? read(statement) : nil
  }

  /// For an engine in this process, which is asked at no cost.
  package func each<each Value: SQLValue, Row>(
    _ query: Query,
    _ sets: [(repeat each Value)],
    read: (any Statement) throws -> Row
  ) throws -> [Row?] {
    try sets.map { set in try first(query, repeat each set, read: read) }
  }

  /// All rows, as `read` makes them.
  package func all<each Value: SQLValue, Row>(
    _ query: Query,
    _ values: repeat each Value,
    read: (any Statement) throws -> Row
  ) throws -> [Row] {
    let statement = try statement(query)
    defer { statement.reset() }
    try statement.bind(repeat each values)
    var rows: [Row] = []
    while try statement.step() { rows.append(try read(statement)) }
    return rows
  }

  /// Calls `body` for each row as it is read.
  package func forEach<each Value: SQLValue>(
    _ query: Query,
    _ values: repeat each Value,
    body: (any Statement) throws -> Void
  ) throws {
    let statement = try statement(query)
    defer { statement.reset() }
    try statement.bind(repeat each values)
    while try statement.step() { try body(statement) }
  }
}

// The same for SQL and values composed at run time.
extension Connection {
  @discardableResult
  package func run(sql: String, values: [any SQLValue] = []) throws(SQLError) -> Int {
    let statement = try statement(sql: sql)
    defer { statement.reset() }
    try statement.bind(values: values)
    while try statement.step() {}
    return changes
  }

  package func first<Row>(
    sql: String,
    values: [any SQLValue] = [],
    read: (any Statement) throws -> Row
  ) throws -> Row? {
    let statement = try statement(sql: sql)
    defer { statement.reset() }
    try statement.bind(values: values)
    return try statement.step() ? read(statement) : nil
  }

  package func all<Row>(
    sql: String,
    values: [any SQLValue] = [],
    read: (any Statement) throws -> Row
  ) throws -> [Row] {
    var rows: [Row] = []
    try forEach(sql: sql, values: values) { rows.append(try read($0)) }
    return rows
  }

  package func forEach(
    sql: String,
    values: [any SQLValue] = [],
    body: (any Statement) throws -> Void
  ) throws {
    let statement = try statement(sql: sql)
    defer { statement.reset() }
    try statement.bind(values: values)
    while try statement.step() { try body(statement) }
  }
}

extension SQLError {
  static func wrongParameterCount(_ count: Int, of statement: any Statement) -> SQLError {
    SQLError(
      kind: .misuse,
      code: 0,
      extendedCode: 0,
      message: "\(count) values for \(statement.parameterCount) parameters",
      sql: statement.sql
    )
  }
}
