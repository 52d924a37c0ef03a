/// Which passwords users may choose (NIST SP 800-63B, section 5.1.1.2): long enough, and not among those that
/// are tried first. Any character is allowed, and none is required.
package struct PasswordPolicy: Sendable {
  /// Why a password was refused.
  package enum Refusal: Sendable, Hashable {
    case tooShort(minCodePoints: Int)
    case tooLong(maxCodePoints: Int)
    /// It is among the most common ones, or one character repeated.
    case common
    /// It was found in that many data breaches.
    case breached(times: Int)
    /// It contains the product's name or the user's name or address; `word` is the part found.
    case containsContext(word: String)
  }

  private let breached: BreachedPasswords?

  /// - Parameter breached: nil if the operator has no such file.
  package init(breached: BreachedPasswords? = nil) {
    self.breached = breached
  }

  /// - Returns: nil if the password may be chosen.
  /// - Throws: if the file of breached passwords cannot be read.
  package func refusal(
    of password: Password,
    context: PasswordContext = PasswordContext()
  ) throws(BreachedPasswordsError) -> Refusal? {
    let codePoints = password.codePoints
    if codePoints < CredentialLimits.minPasswordCodePoints {
      return .tooShort(minCodePoints: CredentialLimits.minPasswordCodePoints)
    }
    if codePoints > CredentialLimits.maxPasswordCodePoints {
      return .tooLong(maxCodePoints: CredentialLimits.maxPasswordCodePoints)
    }
    let folded = NormalizedText.folded(password.text)
    if Set(folded.unicodeScalars).count <= 1 || CommonPasswords.contains(folded) { return .common }
    if let word = context.word(in: folded) { return .containsContext(word: word) }
    if let times = try breached?.occurrences(of: password), times > 0 { return .breached(times: times) }
    return nil
  }
}

/// What a guesser knows of a user, and so does not belong in their password.
package struct PasswordContext: Sendable {
  /// Folded, the longest first.
  private let words: [String]

  /// - Parameters:
  ///   - emailLocalPart: the part of the user's address before the @.
  ///   - names: the user's names.
  package init(productName: String = "", emailLocalPart: String = "", names: [String] = []) {
    var words: Set<String> = []
    for text in [productName, emailLocalPart] + names {
      let folded = NormalizedText.folded(text)
      words.insert(folded)
      words.formUnion(folded.split { !$0.isLetter && !$0.isNumber }.map(String.init))
    }
    self.words = words.filter { $0.unicodeScalars.count >= CredentialLimits.minContextCodePoints }
      .sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
  }

  /// The longest part of the context that a folded text contains.
  fileprivate func word(in folded: String) -> String? {
    words.first { Array(folded.utf8).contains(Array($0.utf8)) }
  }
}
