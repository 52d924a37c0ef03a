import Foundation

/// Unicode's normal forms (UAX #15), from Foundation as elsewhere: the standard library keeps its own for
/// itself.
enum NormalizedText {
  /// NFC: one form for each way to type the same characters.
  static func canonical(_ text: String) -> String {
    // In ASCII there is nothing to compose.
    text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
  }

  /// The form to compare text by if neither case nor width nor invisible characters are to matter: as
  /// NFKC_Casefold, but with lower case instead of case folding.
  static func folded(_ text: String) -> String {
    guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text.lowercased() }
    let lowered = text.precomposedStringWithCompatibilityMapping.lowercased()
    var visible = String.UnicodeScalarView()
    for scalar in lowered.unicodeScalars where !scalar.properties.isDefaultIgnorableCodePoint {
      // Σ has two small forms, and lower-casing cannot know which was meant.
      visible.append(scalar == "ς" ? "σ" : scalar)
    }
    return String(visible).precomposedStringWithCompatibilityMapping
  }
}
