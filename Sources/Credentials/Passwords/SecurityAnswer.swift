/// The answer to a security question. It is hashed as a password is, after what people do not remember of a
/// text is taken out: case, width, invisible characters, and how many spaces there were.
package enum SecurityAnswer {
  /// - Returns: what to hash and compare; nil if nothing is left of the answer.
  package static func normalized(_ answer: String) -> Password? {
    let words = NormalizedText.folded(answer).split(whereSeparator: \.isWhitespace)
    return words.isEmpty ? nil : Password(words.joined(separator: " "))
  }
}
