import RPC
import RosterProto

/// What clients may write of a user, validated, with its look-up keys.
struct UserProfile: Sendable, Hashable {
  private(set) var email: String
  private(set) var firstName: String
  private(set) var lastName: String
  private(set) var language: String

  /// The profile of a new user.
  ///
  /// - Throws: `INVALID_FIELD`.
  init(_ request: CreateUserRequest) throws(RPCError) {
    email = try TextRules.email(request.email, "email")
    firstName = try TextRules.name(request.firstName, "first_name")
    lastName = try TextRules.name(request.lastName, "last_name")
    language = try TextRules.language(request.language, "language")
  }

  /// The profile of a new user who accepts an invitation; ``invited(by:)`` adds the rest.
  ///
  /// - Throws: `INVALID_FIELD`.
  init(_ user: NewUser) throws(RPCError) {
    email = ""
    firstName = try TextRules.name(user.firstName, "new_user.first_name")
    lastName = try TextRules.name(user.lastName, "new_user.last_name")
    language = try TextRules.language(user.language, "new_user.language")
  }

  /// The profile with the invitation's address, and its language if the profile has none.
  func invited(by invitation: Invitation) -> UserProfile {
    var profile = self
    profile.email = invitation.email
    if language.isEmpty { profile.language = invitation.language }
    return profile
  }

  /// The profile with another address, which was validated before.
  func with(email: String) -> UserProfile {
    var profile = self
    profile.email = email
    return profile
  }

  /// A stored profile, which was validated when it was written.
  init(of user: User) {
    email = user.email
    firstName = user.firstName
    lastName = user.lastName
    language = user.language
  }

  /// The profile after an update.
  ///
  /// - Throws: `INVALID_FIELD`.
  func updated(by change: User, _ mask: UpdateMask) throws(RPCError) -> UserProfile {
    var profile = self
    if mask.contains("email") { profile.email = try TextRules.email(change.email, "user.email") }
    if mask.contains("first_name") {
      profile.firstName = try TextRules.name(change.firstName, "user.first_name")
    }
    if mask.contains("last_name") { profile.lastName = try TextRules.name(change.lastName, "user.last_name") }
    if mask.contains("language") {
      profile.language = try TextRules.language(change.language, "user.language")
    }
    return profile
  }

  /// The key for uniqueness and look-ups.
  var emailKey: String { EmailAddress.key(email) }

  /// The key for lists by name: first names, then last names. The line break, which sorts before every
  /// character of a name, puts every Ann before the first Ann Marie.
  var nameKey: String { "\(TextKey.fold(firstName))\n\(TextKey.fold(lastName))" }

  /// The text that searches look in. The line break keeps a match from spanning the name and the address. An
  /// address in another script is found in both of its forms.
  var searchText: String { "\(TextKey.fold(fullName))\n\(EmailAddress.searchText(email))" }

  var fullName: String {
    firstName.isEmpty || lastName.isEmpty ? firstName + lastName : "\(firstName) \(lastName)"
  }
}
