/// What a list can be ordered by.
package struct ListOrder: Sendable {
  package enum Kind: Sendable { case integer, text }

  /// As the caller writes it in `order_by`.
  let name: String
  /// The column to order by: never null, with an index that ends in the id.
  let column: String
  let kind: Kind

  package init(_ name: String, column: String, _ kind: Kind) {
    self.name = name
    self.column = column
    self.kind = kind
  }
}
