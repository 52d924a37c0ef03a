/// A set of grants, tested in one instruction.
package struct GrantSet: Sendable, Hashable {
  private var bits: UInt64 = 0

  package init(_ grants: some Sequence<Grant>) {
    for grant in grants { bits |= grant.bit }
  }

  /// - Parameter names: grants by name, separated by spaces, as the database has them. A name that this build
  ///   does not know grants nothing.
  package init(names: String) {
    self.init(names.split(separator: " ").compactMap { Grant(rawValue: String($0)) })
  }

  package static let all = GrantSet(Grant.allCases)

  package func contains(_ grant: GrantSet) -> Bool { bits & grant.bits == grant.bits }

  package func subtracting(_ grants: GrantSet) -> GrantSet {
    var difference = self
    difference.bits &= ~grants.bits
    return difference
  }

  /// The grants, each once, in the order in which the contract lists them.
  package var list: [Grant] { Grant.allCases.filter { bits & $0.bit != 0 } }

  /// The grants by name, separated by spaces, as the database has them.
  package var names: String { list.map(\.rawValue).joined(separator: " ") }
}
