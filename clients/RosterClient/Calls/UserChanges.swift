/// The changes to a user; nil leaves a field unchanged.
public struct UserChanges: Sendable, Hashable {
  /// A new address counts as unverified.
  public var email: String?
  public var firstName: String?
  public var lastName: String?
  /// A BCP 47 tag; empty for the product's default.
  public var language: String?
  /// Whether the user must have a second factor.
  public var twoFactorRequired: Bool?

  public init(
    email: String? = nil,
    firstName: String? = nil,
    lastName: String? = nil,
    language: String? = nil,
    twoFactorRequired: Bool? = nil
  ) {
    self.email = email
    self.firstName = firstName
    self.lastName = lastName
    self.language = language
    self.twoFactorRequired = twoFactorRequired
  }

  /// The contract's names of the fields to write.
  var mask: FieldMask {
    let fields = [
      ("email", email != nil), ("first_name", firstName != nil), ("last_name", lastName != nil),
      ("language", language != nil), ("two_factor_required", twoFactorRequired != nil),
    ]
    return FieldMask(paths: fields.compactMap { path, isWritten in isWritten ? path : nil })
  }
}
