import Foundation

/// The form in which text is compared, ordered and searched: canonically composed and in lower case, so that
/// neither case nor the way an accent is typed makes a difference.
package enum TextKey {
  package static func fold(_ text: String) -> String {
    // Nearly all addresses and most names are ASCII, where there is nothing to compose.
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
    let lowered = text.precomposedStringWithCanonicalMapping.lowercased()
      .precomposedStringWithCanonicalMapping
    // Σ has two small forms, and lower-casing cannot know which was meant.
    return String(String.UnicodeScalarView(lowered.unicodeScalars.map { $0 == "ς" ? "σ" : $0 }))
  }
}
