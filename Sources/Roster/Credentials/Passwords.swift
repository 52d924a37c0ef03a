import Credentials
import RPC
import RosterProto

/// How this installation keeps passwords, and which it accepts.
package struct Passwords: Sendable {
  /// The memory of a computation with a password, with what the operating system adds to Argon2's own.
  static let mebibytes = Limits.maxComputationMebibytes

  let parameters: Argon2Parameters
  private let breached: BreachedPasswords?

  /// - Parameter breached: nil if the operator has no list of breached passwords.
  package init(parameters: Argon2Parameters = .standard, breached: BreachedPasswords? = nil) {
    self.parameters = parameters
    self.breached = breached
  }

  func isBreached(_ password: Password) throws -> Bool {
    try breached.map { try $0.occurrences(of: password) > 0 } ?? false
  }

  /// The hash of a new password.
  ///
  /// - Throws: `PASSWORD_REFUSED`.
  func hash(_ text: String, field: String, context: PasswordContext) throws -> String {
    let password = Password(text)
    if let refusal = try PasswordPolicy(breached: breached).refusal(of: password, context: context) {
      throw RPCError.passwordRefused(field, refusal)
    }
    return try PasswordHash.make(password, parameters).text
  }

  /// The hash of the answer to a security question.
  ///
  /// - Throws: `INVALID_FIELD`.
  func hash(answer: String, field: String) throws -> String {
    guard Limits.answerCodePoints.contains(answer.unicodeScalars.count),
      let normalized = SecurityAnswer.normalized(answer)
    else {
      let (least, most) = (Limits.answerCodePoints.lowerBound, Limits.answerCodePoints.upperBound)
      throw RPCError.invalid(field, "must have \(least) to \(most) characters, and not only blanks")
    }
    return try PasswordHash.make(normalized, parameters).text
  }

  /// What the password of a user must not contain.
  static func context(of user: User, _ settings: Settings) -> PasswordContext {
    PasswordContext(
      productName: settings.productName,
      emailLocalPart: String(user.email.prefix { $0 != "@" }),
      names: [user.firstName, user.lastName]
    )
  }
}

extension RPCError {
  static func passwordRefused(_ field: String, _ refusal: PasswordPolicy.Refusal) -> RPCError {
    let (rule, description) =
      switch refusal {
      case .tooShort(let count): ("too_short", "must have at least \(count) characters")
      case .tooLong(let count): ("too_long", "must have at most \(count) characters")
      case .common: ("common", "is one of the most common passwords, which are tried first")
      case .breached: ("breached", "is known from a data breach, so it is tried first")
      case .containsContext:
        ("context", "must not contain the product's name, or the user's name or address")
      }
    return RPCError(.passwordRefused, "\(field) \(description). Choose another one.", ["rule": rule])
      .naming(field, description)
  }
}
