import RosterProto

/// The recipient of a mail.
struct MailRecipient: Sendable, Hashable {
  let address: String
  /// Empty if unknown.
  let name: String
  /// A BCP 47 tag; empty for the product's default.
  let language: String

  init(_ user: User) {
    address = user.email
    name = user.fullName
    language = user.language
  }

  /// An address that may belong to a user, whose own language is then used.
  init(address: String, language: String, user: User?) {
    self.address = address
    name = user?.fullName ?? ""
    self.language = user?.language ?? language
  }
}
