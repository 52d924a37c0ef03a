import RPC
import RosterProto

/// Which fields an update writes (AIP-134).
package struct UpdateMask: Sendable {
  private let paths: Set<String>

  /// - Parameters:
  ///   - mask: the request's mask. Without one, the fields that are set are written; `*` writes all. A mask
  ///     without paths is refused.
  ///   - writable: the paths a client may write, and whether the request sets each.
  package init(_ mask: FieldMask?, writable: KeyValuePairs<String, Bool>) throws(RPCError) {
    guard let mask else {
      paths = Set(writable.filter(\.value).map(\.key))
      return
    }
    paths = try Self.paths(mask, of: writable.map(\.key))
  }

  /// A required mask, for fields that must not be written by mistake.
  package init(required mask: FieldMask?, writable: [String]) throws(RPCError) {
    guard let mask else { throw Self.missing }
    paths = try Self.paths(mask, of: writable)
  }

  private static var missing: RPCError {
    .invalid("update_mask", "must name what to write, or be * for all")
  }

  private static func paths(_ mask: FieldMask, of writable: [String]) throws(RPCError) -> Set<String> {
    guard !mask.paths.isEmpty else { throw missing }
    if mask.paths == ["*"] { return Set(writable) }
    if let path = mask.paths.first(where: { !writable.contains($0) }) {
      let names = writable.joined(separator: ", ")
      throw .invalid("update_mask", "names \(path), which cannot be written; these can: \(names)")
    }
    return Set(mask.paths)
  }

  package func contains(_ path: String) -> Bool { paths.contains(path) }
}
