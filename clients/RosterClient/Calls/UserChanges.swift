/// The changes to a user; nil leaves a field unchanged.
public struct UserChanges: Sendable, Hashable {
  /// A new address counts as unverified.
  public var email: String?
  public var firstName: String?
  public var lastName: String?
  /// A BCP 47 tag; empty for the product's default.
  public var language: String?

  public init(
    email: String? = nil,
    firstName: String? = nil,
    lastName: String? = nil,
    language: String? = nil
  ) {
    self.email = email
    self.firstName = firstName
    self.lastName = lastName
    self.language = language
  }

  /// The contract's names of the fields to write.
  var mask: FieldMask {
    let fields = [
      ("email", email), ("first_name", firstName), ("last_name", lastName), ("language", language),
    ]
    return FieldMask(paths: fields.compactMap { path, value in value == nil ? nil : path })
  }
}
