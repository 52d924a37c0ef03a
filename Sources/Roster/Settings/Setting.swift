import RPC
import RosterProto

/// One setting: its field in `Settings`, its allowed values, its description and its stored form.
struct Setting: Sendable {
  /// Checks a text; a rule of ``TextRules``.
  typealias TextRule = @Sendable (_ text: String, _ field: String) throws(RPCError) -> String

  typealias Path<Value> = any WritableKeyPath<Settings, Value> & Sendable

  /// The field and its allowed values.
  enum Field: Sendable {
    case flag(Path<Bool>)
    case count(Path<Int32>, ClosedRange<Int32>)
    /// Bounds in seconds.
    case duration(Path<ProtoDuration?>, ClosedRange<Int64>)
    case text(Path<String>, TextRule, isRequired: Bool = true)
    case texts(Path<[String]>, TextRule, atMost: Int)
  }

  /// The field's name, as in an update mask.
  let name: String
  /// The allowed values, for people.
  let bounds: String
  /// The description, for people.
  let description: String
  private let field: Field

  init(_ name: String, _ field: Field, _ bounds: String, _ description: String) {
    self.name = name
    self.field = field
    self.bounds = bounds
    self.description = description
  }

  /// Copies the setting from a request. A missing duration or an empty text resets it to its default, unless
  /// the text may be empty.
  ///
  /// - Throws: `INVALID_FIELD`.
  func write(from request: Settings, to settings: inout Settings) throws(RPCError) {
    let path = "settings.\(name)"
    switch field {
    case .flag(let field):
      settings[keyPath: field] = request[keyPath: field]
    case .count(let field, let range):
      let count = request[keyPath: field]
      guard range.contains(count) else { throw .invalid(path, "must be \(bounds)") }
      settings[keyPath: field] = count
    case .duration(let field, let range):
      let duration = request[keyPath: field] ?? SettingsDefaults.settings[keyPath: field]!
      guard range.contains(duration.seconds), duration.nanos == 0 else {
        throw .invalid(path, "must be \(bounds), in whole seconds")
      }
      settings[keyPath: field] = duration
    case .text(let field, let rule, let isRequired):
      let text = request[keyPath: field]
      if text.isEmpty {
        settings[keyPath: field] = isRequired ? SettingsDefaults.settings[keyPath: field] : ""
      } else {
        settings[keyPath: field] = try rule(text, path)
      }
    case .texts(let field, let rule, let limit):
      let texts = request[keyPath: field]
      guard texts.count <= limit else { throw .invalid(path, "must have at most \(limit) entries") }
      for (index, text) in texts.enumerated() { _ = try rule(text, "\(path)[\(index)]") }
      guard Set(texts).count == texts.count else { throw .invalid(path, "must not have an entry twice") }
      settings[keyPath: field] = texts
    }
  }

  /// Whether the field is not empty.
  func isSet(in settings: Settings) -> Bool {
    switch field {
    case .flag(let field): settings[keyPath: field]
    case .count(let field, _): settings[keyPath: field] != 0
    case .duration(let field, _): settings[keyPath: field] != nil
    case .text(let field, _, _): !settings[keyPath: field].isEmpty
    case .texts(let field, _, _): !settings[keyPath: field].isEmpty
    }
  }

  /// The value as stored in the database. A list of texts has one a line: no text contains a line break.
  func stored(_ settings: Settings) -> String {
    switch field {
    case .flag(let field): String(settings[keyPath: field])
    case .count(let field, _): String(settings[keyPath: field])
    case .duration(let field, _): String(settings[keyPath: field]?.seconds ?? 0)
    case .text(let field, _, _): settings[keyPath: field]
    case .texts(let field, _, _): settings[keyPath: field].joined(separator: "\n")
    }
  }

  /// Reads what ``stored(_:)`` wrote.
  ///
  /// - Returns: false if it is not a value of this setting's type.
  func read(_ stored: String, into settings: inout Settings) -> Bool {
    switch field {
    case .flag(let field):
      guard let value = Bool(stored) else { return false }
      settings[keyPath: field] = value
    case .count(let field, _):
      guard let value = Int32(stored) else { return false }
      settings[keyPath: field] = value
    case .duration(let field, _):
      guard let seconds = Int64(stored) else { return false }
      settings[keyPath: field] = ProtoDuration(seconds: seconds)
    case .text(let field, _, _):
      settings[keyPath: field] = stored
    case .texts(let field, _, _):
      settings[keyPath: field] = stored.split(separator: "\n").map(String.init)
    }
    return true
  }

  /// Notes the setting, if it differs.
  func note(in changes: inout EventChanges, from before: Settings, to after: Settings) {
    switch field {
    case .flag(let field): changes.note(name, from: before[keyPath: field], to: after[keyPath: field])
    case .count(let field, _): changes.note(name, from: before[keyPath: field], to: after[keyPath: field])
    case .duration(let field, _): changes.note(name, from: before[keyPath: field], to: after[keyPath: field])
    case .text(let field, _, _): changes.note(name, from: before[keyPath: field], to: after[keyPath: field])
    case .texts(let field, _, _): changes.note(name, from: before[keyPath: field], to: after[keyPath: field])
    }
  }
}
