/// The changes to a principal; nil leaves a field unchanged.
public struct PrincipalChanges: Sendable, Hashable {
  public var name: String?
  /// The name of its new role.
  public var role: String?

  public init(name: String? = nil, role: String? = nil) {
    self.name = name
    self.role = role
  }

  /// The contract's names of the fields to write.
  var mask: FieldMask {
    FieldMask(paths: (name == nil ? [] : ["name"]) + (role == nil ? [] : ["role"]))
  }
}
