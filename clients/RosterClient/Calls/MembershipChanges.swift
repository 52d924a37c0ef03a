/// The changes to a membership; nil leaves a field unchanged.
public struct MembershipChanges: Sendable, Hashable {
  /// All permissions of the member after the change.
  public var permissions: [Permission]?
  public var expiry: Expiry?

  public init(permissions: [Permission]? = nil, expiry: Expiry? = nil) {
    self.permissions = permissions
    self.expiry = expiry
  }

  /// The contract's names of the fields to write.
  var mask: FieldMask {
    FieldMask(paths: (permissions == nil ? [] : ["permissions"]) + (expiry == nil ? [] : ["expire_time"]))
  }
}
