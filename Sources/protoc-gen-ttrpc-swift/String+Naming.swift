extension String {
  var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
  var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }

  /// `FieldViolation` to `field_violation`, as protoc-c does it.
  var snakeCased: String {
    var result = ""
    var previousWasUpper = true
    for character in self {
      if character.isUppercase, !previousWasUpper { result += "_" }
      previousWasUpper = character.isUppercase
      result += character.lowercased()
    }
    return result
  }

  private static let acronyms = ["id": "ID", "ids": "IDs", "url": "URL"]

  /// `account_id` to `accountID`.
  var lowerCamelCased: String {
    let parts = split(separator: "_").map { $0.lowercased() }
    let rest = parts.dropFirst().map { Self.acronyms[$0] ?? $0.capitalisedFirst }
    return ((parts.first ?? "") + rest.joined()).escapedKeyword
  }

  /// `USER_STATE_ACTIVE` in the enum `UserState` to `active`.
  func enumCaseName(in enumName: String) -> String {
    let prefix = enumName.snakeCased.uppercased() + "_"
    return (hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self).lowerCamelCased
  }

  private static let keywords: Set<String> = [
    "as", "case", "class", "default", "do", "else", "enum", "extension", "false", "for", "func", "if",
    "import",
    "in", "init", "internal", "is", "let", "nil", "operator", "private", "protocol", "public", "repeat",
    "return", "self", "static", "struct", "switch", "throw", "true", "try", "var", "where", "while",
  ]

  private var escapedKeyword: String { Self.keywords.contains(self) ? "`\(self)`" : self }
}
