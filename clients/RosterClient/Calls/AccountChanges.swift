/// The changes to an account; nil leaves a field unchanged.
public struct AccountChanges: Sendable, Hashable {
  public var name: String?
  /// Whether the account's members must have a second factor.
  public var twoFactorRequired: Bool?

  public init(name: String? = nil, twoFactorRequired: Bool? = nil) {
    self.name = name
    self.twoFactorRequired = twoFactorRequired
  }

  /// The contract's names of the fields to write.
  var mask: FieldMask {
    FieldMask(
      paths: (name == nil ? [] : ["name"]) + (twoFactorRequired == nil ? [] : ["two_factor_required"])
    )
  }
}
