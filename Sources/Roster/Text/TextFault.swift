/// What keeps a text from being taken: a character that does not show, that changes how others show, or that
/// shows as nothing agreed upon. Two texts that look the same would otherwise be two.
///
/// The rules are those of PRECIS for free text (RFC 8264, section 4.3) with joiners by RFC 5892, and with
/// what names of people are typed with: emoji and variation selectors in their places.
struct TextFault: Equatable {
  /// Reads on from the field's name.
  let description: String

  /// What a kind of text may have beside letters.
  struct Allowance: OptionSet {
    let rawValue: Int
    static let lineBreaks = Allowance(rawValue: 1)
    /// Joiners inside emoji, and variation selectors.
    static let emoji = Allowance(rawValue: 2)
    /// Joiners where RFC 5892 has them, and no other invisible character.
    static let joinersOfScripts: Allowance = []
  }

  /// The first fault of a text; nil where there is none.
  static func first(in text: some BidirectionalCollection<Unicode.Scalar>, allowing allowance: Allowance)
    -> TextFault?
  {
    // ASCII has control characters and nothing else that could be wrong.
    if text.allSatisfy({ (0x20..<0x7f).contains($0.value) }) { return nil }
    if let first = text.first, isMark(first) { return TextFault("must not begin with a combining mark") }
    for index in text.indices {
      if let fault = fault(at: index, in: text, allowance) { return fault }
    }
    return nil
  }

  private init(_ description: String) {
    self.description = description
  }

  private static func fault<Text: BidirectionalCollection<Unicode.Scalar>>(
    at index: Text.Index,
    in text: Text,
    _ allowance: Allowance
  ) -> TextFault? {
    let scalar = text[index]
    let properties = scalar.properties
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator:
      if scalar == "\n" && allowance.contains(.lineBreaks) { return nil }
      return TextFault(
        allowance.contains(.lineBreaks)
          ? "must not contain control characters but line breaks" : "must not contain control characters"
      )
    case .privateUse, .unassigned, .surrogate:
      return TextFault("must not contain \(name(scalar)), which stands for no known character")
    default: break
    }
    guard properties.isDefaultIgnorableCodePoint || properties.generalCategory == .format else { return nil }
    let (before, after) = (text[..<index], text[text.index(after: index)...])
    if scalar.isJoiner {
      if Joiner.joins(scalar, before, after) { return nil }
      if allowance.contains(.emoji), Joiner.joinsEmoji(scalar, before, after) { return nil }
      return TextFault("must not contain \(name(scalar)) where no script joins by it")
    }
    if allowance.contains(.emoji), VariationSelector.selects(scalar, before.last) { return nil }
    return TextFault("must not contain the invisible character \(name(scalar))")
  }

  /// Whether anything shows: a letter, a digit, a punctuation mark or a symbol.
  static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    // A Braille cell without dots is a symbol.
    guard !scalar.properties.isDefaultIgnorableCodePoint, scalar != "\u{2800}" else { return false }
    switch scalar.properties.generalCategory {
    case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .format, .surrogate, .privateUse,
      .unassigned, .nonspacingMark, .spacingMark, .enclosingMark:
      return false
    default: return true
    }
  }

  static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }

  /// `U+200B`.
  private static func name(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

extension Unicode.Scalar {
  /// U+200C ZERO WIDTH NON-JOINER or U+200D ZERO WIDTH JOINER.
  var isJoiner: Bool { self == "\u{200c}" || self == "\u{200d}" }

  /// U+FE00 to U+FE0F, U+E0100 to U+E01EF, and the Mongolian ones.
  var isVariationSelector: Bool { properties.isVariationSelector }
}
