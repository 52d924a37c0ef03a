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
