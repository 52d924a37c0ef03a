/// Comma-separated values (RFC 4180), made of JSON objects: a column a field, those of an object within named
/// `outer.inner`.
///
/// Spreadsheets run a text that begins with `=`, `+`, `-` or `@` as a formula: a leading apostrophe makes it
/// a text there too. Numbers are not texts, and stay as they are.
enum CSV {
  /// One record, its end included.
  static func line(_ values: [String]) -> String {
    values.map(quoted).joined(separator: ",") + "\r\n"
  }

  /// The names of an object's columns.
  static func header(of object: JSON) -> [String] {
    flat(object).map(\.name)
  }

  /// An object's values, in the order of its columns.
  static func values(of object: JSON) -> [String] {
    flat(object).map { text($0.value) }
  }

  /// An object's values in the order of these columns; a part that is absent leaves its columns empty.
  static func values(of object: JSON, columns: [String]) -> [String] {
    let fields = Dictionary(flat(object).map { ($0.name, $0.value) }) { first, _ in first }
    return columns.map { text(fields[$0] ?? .null) }
  }

  private static func flat(_ value: JSON, under name: String = "") -> [JSON.Field] {
    guard case .object(let fields) = value else { return [JSON.Field(name: name, value: value)] }
    return fields.flatMap { flat($0.value, under: name.isEmpty ? $0.name : "\(name).\($0.name)") }
  }

  /// A list or an object is its JSON on one line, an absent value an empty field.
  private static func text(_ value: JSON) -> String {
    switch value {
    case .null: ""
    case .string(let text): startsFormula(text) ? "'\(text)" : text
    case .array, .object: value.compactText
    case .bool, .int: value.text()
    }
  }

  private static func startsFormula(_ text: String) -> Bool {
    text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
  }

  // By scalars: a quotation mark counts also if a combining mark follows it.
  private static func quoted(_ field: String) -> String {
    guard field.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
      return field
    }
    var result = "\""
    for scalar in field.unicodeScalars {
      if scalar == "\"" { result += "\"" }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }
}
