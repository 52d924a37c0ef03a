import RPC
import RosterProto

/// Checks that many requests share.
package enum Checks {
  /// Checks that an id is 1 or more.
  @discardableResult
  package static func id(_ id: Int64, _ field: String) throws(RPCError) -> Int64 {
    guard id >= 1 else { throw .invalid(field, "must be 1 or more") }
    return id
  }

  /// Checks that an enum's value is one of the contract's.
  ///
  /// - Returns: nil where it is unspecified.
  package static func choice<Choice: NamedValue>(
    _ value: Choice,
    _ field: String
  ) throws(RPCError) -> Choice? {
    value.rawValue == 0 ? nil : try requiredChoice(value, field)
  }

  /// Checks that an enum's value is specified, and one of the contract's.
  @discardableResult
  package static func requiredChoice<Choice: NamedValue>(
    _ value: Choice,
    _ field: String
  ) throws(RPCError) -> Choice {
    guard value.rawValue != 0, Choice.allCases.contains(where: { $0.rawValue == value.rawValue }) else {
      let choices = Choice.named.map(\.description).joined(separator: ", ")
      throw .invalid(field, "must be one of \(choices)")
    }
    return value
  }

  /// Checks the length of a text.
  package static func bytes(_ text: String, atMost limit: Int, _ field: String) throws(RPCError) {
    guard text.utf8.count <= limit else { throw .invalid(field, "must have at most \(limit) bytes") }
  }

  /// Checks the number of entries of a batch.
  package static func batch(_ count: Int, _ field: String) throws(RPCError) {
    guard count >= 1 else { throw .invalid(field, "must not be empty") }
    guard count <= Limits.maxBatchEntries else {
      throw .invalid(field, "must have at most \(Limits.maxBatchEntries) entries")
    }
  }

  /// Checks the revision that a caller expects; 0 expects none.
  package static func revision(_ expected: Int64, current: Int64, of what: String) throws(RPCError) {
    guard expected >= 0 else { throw .invalid("expected_revision", "must not be negative") }
    guard expected == 0 || expected == current else {
      throw .revisionMismatch(what, expected: expected, current: current)
    }
  }
}
