import RosterClient

/// A JSON value (RFC 8259) whose objects keep the order of their fields.
enum JSON: Sendable, Hashable {
  case null
  case bool(Bool)
  case int(Int64)
  case string(String)
  case array([JSON])
  case object([Field])

  struct Field: Sendable, Hashable {
    var name: String
    var value: JSON
  }
}

extension JSON: ExpressibleByDictionaryLiteral {
  init(dictionaryLiteral fields: (String, JSON)...) {
    self = .object(fields.map { Field(name: $0, value: $1) })
  }
}

extension JSON: ExpressibleByBooleanLiteral {
  init(booleanLiteral value: Bool) {
    self = .bool(value)
  }
}

extension JSON {
  /// The value's text, two blanks a level. A list of plain values is written on one line.
  func text(indentation: String = "") -> String {
    let inner = indentation + "  "
    switch self {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .int(let value): return String(value)
    case .string(let value): return Self.quoted(value)
    case .array(let values) where values.allSatisfy(\.isScalar):
      return "[" + values.map { $0.text() }.joined(separator: ", ") + "]"
    case .array(let values):
      let lines = values.map { inner + $0.text(indentation: inner) }
      return "[\n" + lines.joined(separator: ",\n") + "\n\(indentation)]"
    case .object(let fields) where fields.isEmpty: return "{}"
    case .object(let fields):
      let lines = fields.map { inner + Self.quoted($0.name) + ": " + $0.value.text(indentation: inner) }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indentation)}"
    }
  }

  /// The value's text on one line, without blanks.
  var compactText: String {
    switch self {
    case .array(let values): "[" + values.map(\.compactText).joined(separator: ",") + "]"
    case .object(let fields):
      "{" + fields.map { Self.quoted($0.name) + ":" + $0.value.compactText }.joined(separator: ",") + "}"
    default: text()
    }
  }

  private var isScalar: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  /// A string with its quotes. Characters that a terminal interprets are escaped too.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.isCommand:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension JSON {
  /// A value of one of the contract's enumerations, by its name in text.
  init(_ value: some NamedValue) {
    self = .string(value.name)
  }

  /// A time in RFC 3339, or null where there is none.
  init(_ time: Timestamp?) {
    self = time.map { .string($0.rfc3339) } ?? .null
  }

  init(_ permissions: [Permission]) {
    self = .array(permissions.map { JSON($0) })
  }
}
