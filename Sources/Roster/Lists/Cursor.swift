/// Where a page ended: the value of the order's column, and the id that breaks ties.
package struct Cursor: Sendable, Hashable {
  package enum Value: Sendable, Hashable {
    case integer(Int64)
    case text(String)
  }

  package let value: Value
  package let id: Int64
}
