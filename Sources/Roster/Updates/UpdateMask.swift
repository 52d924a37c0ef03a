import RPC
import RosterProto

/// Which fields an update writes (AIP-134).
package struct UpdateMask: Sendable {
  private let paths: Set<String>

  /// - Parameters:
  ///   - mask: the request's mask. Without one, the fields that are set are written; `*` writes all. A mask
  ///     without paths is refused.
  ///   - writable: the paths a client may write, and whether the request sets each.
  ///   - byPrincipals: those that only principals may write.
  package init(
    _ mask: FieldMask?,
    writable: KeyValuePairs<String, Bool>,
    byPrincipals: KeyValuePairs<String, Bool> = [:],
    caller: Caller = .anyone
  ) throws(RPCError) {
    var paths = writable.map { ($0, $1) }
    if case .principal = caller { paths += byPrincipals.map { ($0, $1) } }
    try self.init(mask, writable: paths)
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
