import Foundation

/// The form in which text is compared, ordered and searched: canonically composed and in lower case, so that
/// case and the encoding of accents make no difference. Joiners and variation selectors, which choose between
/// forms of the same letters, are removed.
package enum TextKey {
  package static func fold(_ text: String) -> String {
    // Nearly all addresses and most names are ASCII, where there is nothing to compose.
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
    let lowered = text.precomposedStringWithCanonicalMapping.lowercased()
      .precomposedStringWithCanonicalMapping
    var key = String.UnicodeScalarView()
    for scalar in lowered.unicodeScalars where !scalar.isJoiner && !scalar.isVariationSelector {
      // Σ has two small forms, and lower-casing cannot know which was meant.
      key.append(scalar == "ς" ? "σ" : scalar)
    }
    return String(key)
  }
}
