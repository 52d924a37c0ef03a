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

/// Which fields an update writes (AIP-134).
package struct UpdateMask: Sendable {
  private let paths: Set<String>

  /// - Parameters:
  ///   - mask: the request's mask. Without one, the fields that are set are written; `*` writes all. A mask
  ///     without paths is refused.
  ///   - writable: the paths a client may write, and whether the request sets each.
  package init(_ mask: FieldMask?, writable: KeyValuePairs<String, Bool>) throws(RPCError) {
    try self.init(mask, writable: writable.map { ($0, $1) })
  }

  package init(_ mask: FieldMask?, writable: [(path: String, isSet: Bool)]) throws(RPCError) {
    guard let mask else {
      paths = Set(writable.filter(\.isSet).map(\.path))
      return
    }
    guard !mask.paths.isEmpty else {
      throw .invalid("update_mask", "must name what to write, or be * for all")
    }
    let all = writable.map(\.path)
    if let path = mask.paths.first(where: { !all.contains($0) }), mask.paths != ["*"] {
      let names = all.joined(separator: ", ")
      throw .invalid("update_mask", "names \(path), which cannot be written; these can: \(names)")
    }
    paths = Set(mask.paths == ["*"] ? all : mask.paths)
  }

  package func contains(_ path: String) -> Bool { paths.contains(path) }
}
