import RPC
import RosterProto

/// What clients may write of a user, checked, with the keys by which it is found.
struct UserProfile: Sendable, Hashable {
  let email: String
  let firstName: String
  let lastName: String
  let language: String

  /// - Parameter prefix: where the fields stand in the request, such as `user.`.
  /// - Throws: `INVALID_FIELD`.
  init(
    email: String,
    firstName: String,
    lastName: String,
    language: String,
    prefix: String = ""
  ) throws(RPCError) {
    self.email = try TextRules.email(email, "\(prefix)email")
    self.firstName = try TextRules.name(firstName, "\(prefix)first_name")
    self.lastName = try TextRules.name(lastName, "\(prefix)last_name")
    self.language = try TextRules.language(language, "\(prefix)language")
  }

  /// What uniqueness and look-ups go by.
  var emailKey: String { TextKey.fold(email) }

  /// What lists by name are ordered by: first names, then last names. The line break, which no name contains and
  /// which comes before everything they do, puts every Ann before the first Ann Marie.
  var nameKey: String { "\(TextKey.fold(firstName))\n\(TextKey.fold(lastName))" }

  /// What free text is looked for in. The line break keeps a match from running from the name into the address.
  var searchText: String { "\(TextKey.fold(fullName))\n\(emailKey)" }

  private var fullName: String {
    firstName.isEmpty || lastName.isEmpty ? firstName + lastName : "\(firstName) \(lastName)"
  }
}
