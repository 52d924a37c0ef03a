import RPC
import SQL

/// One page of a list: a SELECT with combinable conditions and keyset paging.
///
/// Every page costs the same, and a row whose place in the order does not change appears exactly once.
package struct ListQuery<Entry> {
  /// Reads an entry of the list from a row, whose columns start at `first`.
  package typealias Reader = (_ row: any Statement, _ first: Int) throws -> Entry

  private let columns: String
  private let source: String
  private let id: String
  private let order: ListOrder
  private let isDescending: Bool
  private let read: Reader
  private var conditions: [String] = []
  private var values: [any SQLValue] = []

  /// - Parameters:
  ///   - columns: the columns to select.
  ///   - source: the content of the FROM clause.
  ///   - id: the unique column that breaks ties.
  ///   - orders: the orders offered; the first is the default.
  ///   - orderBy: the request's `order_by` (AIP-132).
  ///   - read: reads the columns.
  package init(
    columns: String,
    from source: String,
    id: String,
    orders: [ListOrder],
    orderBy: String = "",
    read: @escaping Reader
  ) throws(RPCError) {
    self.columns = columns
    self.source = source
    self.id = id
    let words = orderBy.split(separator: " ")
    let direction = words.dropFirst().first ?? "asc"
    guard words.count <= 2, ["asc", "desc"].contains(direction),
      let order = words.isEmpty ? orders[0] : orders.first(where: { $0.name == words[0] })
    else {
      let names = orders.map(\.name).joined(separator: ", ")
      throw .invalid("order_by", "must be one of \(names), alone or followed by desc")
    }
    self.order = order
    isDescending = direction == "desc"
    self.read = read
  }

  /// The first of the selected columns; those before it form the cursor.
  private static var firstColumn: Int { 2 }

  /// Adds a condition that compares with a value: `filter("users.state =", 1)`.
  ///
  /// - Parameter closing: what follows the value, such as a closing bracket.
  package mutating func filter(_ comparison: String, _ value: any SQLValue, closing: String = "") {
    values.append(value)
    conditions.append("\(comparison) $\(values.count)\(closing)")
  }

  /// Adds a condition without a value.
  package mutating func filter(_ condition: String) {
    conditions.append(condition)
  }

  /// Adds the condition that an indexed column contains a text.
  package mutating func filter(
    _ index: SubstringIndex,
    contains needle: String,
    on connection: any Connection
  ) throws(SQLError) {
    let condition = try connection.dialect.substringCondition(
      index,
      contains: needle,
      parameter: values.count + 1,
      on: connection
    )
    values.append(contentsOf: condition.values)
    conditions.append("(\(condition.sql))")
  }

  /// Reads one page.
  ///
  /// - Parameter page: the request's paging fields.
  /// - Returns: the entries, and the token of the next page, empty after the last.
  consuming func page(
    _ page: PageRequest,
    on connection: any Connection
  ) throws -> (entries: [Entry], nextPageToken: String) {
    if let cursor = page.cursor { try seek(cursor) }
    let direction = isDescending ? " DESC" : ""
    let condition = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
    let orderBy = order.column == id ? "\(id)\(direction)" : "\(order.column)\(direction), \(id)\(direction)"
    // One row more than the page shows whether there is a next page.
    let sql = """
      SELECT \(order.column), \(id), \(columns) FROM \(source)\(condition) \
      ORDER BY \(orderBy) LIMIT \(page.size + 1)
      """
    var entries: [Entry] = []
    var last: Cursor?
    var hasMore = false
    try connection.forEach(sql: sql, values: values) { row in
      guard entries.count < page.size else { return hasMore = true }
      entries.append(try read(row, Self.firstColumn))
      last = cursor(row)
    }
    return (entries, hasMore ? last.map(page.token(after:)) ?? "" : "")
  }

  private mutating func seek(_ cursor: Cursor) throws(RPCError) {
    let comparison = isDescending ? "<" : ">"
    switch cursor.value {
    case .integer(let value): values.append(value)
    case .text(let value): values.append(value)
    }
    values.append(cursor.id)
    conditions.append("(\(order.column), \(id)) \(comparison) ($\(values.count - 1), $\(values.count))")
  }

  private func cursor(_ row: any Statement) -> Cursor {
    let value: Cursor.Value =
      switch order.kind {
      case .integer: .integer(row.int64(0))
      case .text: .text(row.text(0))
      }
    return Cursor(value: value, id: row.int64(1))
  }
}
