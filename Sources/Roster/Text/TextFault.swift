/// Why a text is refused: it contains a character that is invisible, changes how others look, or is not
/// assigned. Otherwise two different texts could look the same.
///
/// The rules are those of PRECIS for free text (RFC 8264, section 4.3), with joiners as in RFC 5892, and with
/// the emoji and variation selectors that occur in people's names.
struct TextFault: Equatable {
  /// Continues a sentence that starts with the field's name.
  let description: String

  /// What a kind of text may contain besides letters.
  struct Allowance: OptionSet {
    let rawValue: Int
    static let lineBreaks = Allowance(rawValue: 1)
    /// Joiners inside emoji, and variation selectors.
    static let emoji = Allowance(rawValue: 2)
    /// Joiners where RFC 5892 allows them, and no other invisible character.
    static let joinersOfScripts: Allowance = []
  }

  /// The first fault of a text; nil where there is none.
  static func first(in text: some BidirectionalCollection<Unicode.Scalar>, allowing allowance: Allowance)
    -> TextFault?
  {
    // In ASCII, only control characters can be wrong.
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
      return TextFault("must not contain \(name(scalar)), which is not an assigned character")
    default: break
    }
    guard properties.isDefaultIgnorableCodePoint || properties.generalCategory == .format else { return nil }
    let (before, after) = (text[..<index], text[text.index(after: index)...])
    if scalar.isJoiner {
      if Joiner.joins(scalar, before, after) { return nil }
      if allowance.contains(.emoji), Joiner.joinsEmoji(scalar, before, after) { return nil }
      return TextFault("must not contain \(name(scalar)) where no script uses it")
    }
    if allowance.contains(.emoji), VariationSelector.selects(scalar, before.last) { return nil }
    return TextFault("must not contain the invisible character \(name(scalar))")
  }

  /// Whether a character is visible: a letter, a digit, a punctuation mark or a symbol.
  static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    // U+2800, a Braille cell without dots, is a symbol but invisible.
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
