extension String {
  /// The text as one line that shows all it holds, for a log: characters that a terminal obeys, or that hide
  /// or reorder others, are written as `\u{…}`, and what is longer than so many characters is cut.
  package func printable(maxCharacters: Int = 4_096) -> String {
    var result = ""
    var count = 0
    for scalar in unicodeScalars {
      guard count < maxCharacters else { return result + "…" }
      count += 1
      if scalar.isPrintable {
        result.unicodeScalars.append(scalar)
      } else {
        result += "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
    return result
  }
}

extension Unicode.Scalar {
  fileprivate var isPrintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
