import RPC

// The conditions that the filters of several lists have.
extension ListQuery {
  /// Adds a condition on an id, unless that is 0: `filter("users.id =", id: 7, "filter.user_id")`.
  ///
  /// - Throws: `INVALID_FIELD` naming `field` for a negative id.
  mutating func filter(_ comparison: String, id: Int64, _ field: String) throws(RPCError) {
    guard id != 0 else { return }
    filter(comparison, try Checks.id(id, field))
  }

  /// Adds a range of times, from `after` on and before `before`, as far as they are set.
  ///
  /// - Parameter field: the common part of both fields' names: `filter.create` for `filter.create_after` and
  ///   `filter.create_before`.
  /// - Throws: `INVALID_FIELD` naming the field that is no valid timestamp.
  mutating func filter(
    _ column: String,
    after: Timestamp?,
    before: Timestamp?,
    _ field: String
  ) throws(RPCError) {
    if let after { filter("\(column) >=", try after.time("\(field)_after").microseconds) }
    if let before { filter("\(column) <", try before.time("\(field)_before").microseconds) }
  }
}
