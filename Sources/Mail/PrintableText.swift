extension String {
  /// The text as one safe line for a log: control characters and invisible or reordering ones are written as
  /// `\u{…}`, and text longer than so many characters is truncated.
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
