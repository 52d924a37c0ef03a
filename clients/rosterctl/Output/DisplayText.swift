// Text in a terminal: which characters are safe, and how many columns they take.

extension String {
  /// The text with control characters, line separators and bidirectional marks escaped. Data from others must
  /// not move the cursor, fake lines or change the order of the text.
  var displayable: String {
    guard unicodeScalars.contains(where: \.isCommand) else { return self }
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.isCommand: result += "\\u{" + String(scalar.value, radix: 16) + "}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The columns that the text takes in a terminal.
  var displayWidth: Int {
    reduce(0) { $0 + $1.displayWidth }
  }

  /// The text if it takes at most so many columns, else as much of its beginning as fits before a `…`.
  func cut(toWidth width: Int) -> String {
    guard displayWidth > width else { return self }
    var rest = width - 1
    let beginning = prefix { character in
      rest -= character.displayWidth
      return rest >= 0
    }
    return width < 1 ? "" : "\(beginning)…"
  }
}

extension Character {
  fileprivate var displayWidth: Int {
    // An emoji is two columns wide, also if it is a sequence.
    if unicodeScalars.contains("\u{FE0F}") || unicodeScalars.first?.properties.isEmojiPresentation == true {
      return 2
    }
    return unicodeScalars.reduce(0) { $0 + $1.displayWidth }
  }
}

extension Unicode.Scalar {
  /// Whether a terminal interprets it instead of showing it.
  var isCommand: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0: true
    case 0x2028...0x2029, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// 0 for combining characters, 2 for what East Asian Width (UAX #11) calls wide or
  /// fullwidth, otherwise 1.
  fileprivate var displayWidth: Int {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    case .format: return value == 0xAD ? 1 : 0
    default: break
    }
    switch value {
    // The vowels and final consonants of a Korean syllable written in parts.
    case 0x1160...0x11FF: return 0
    case 0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
      0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1D300...0x1D376, 0x1F200...0x1F265, 0x1F300...0x1F64F,
      0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
