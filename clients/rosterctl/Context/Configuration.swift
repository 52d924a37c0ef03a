import RosterClient

/// Named servers, and which of them is the current one.
struct Configuration: Hashable {
  /// The context in use; nil is none.
  var current: String?

  private var entries: [String: Entry] = [:]

  /// A server and the file of its token. The token itself is never stored here.
  struct Context: Hashable {
    var server: Endpoint
    var tokenFile: String?
    /// The context that was in use before the sign-in that made this one, and is again after the sign-out.
    var former: String?
  }

  /// A context, or broken JSON in its place. A broken context is an error only when it is used, so that the
  /// others work and it can be repaired.
  private enum Entry: Hashable {
    case context(Context)
    case broken(JSON, ConfigurationProblem)
  }

  init() {}
}

extension Configuration {
  /// The sorted names of all contexts, including broken ones.
  var names: [String] { entries.keys.sorted() }

  /// The contexts that can be used, by name.
  var contexts: [String: Context] {
    entries.compactMapValues { if case .context(let context) = $0 { context } else { nil } }
  }

  /// The errors of all broken contexts.
  var problems: [ConfigurationProblem] {
    names.compactMap { if case .broken(_, let problem)? = entries[$0] { problem } else { nil } }
  }

  /// The context with this name; nil if there is none.
  ///
  /// - Throws: what is wrong with it, if it is broken.
  func context(_ name: String) throws(ConfigurationProblem) -> Context? {
    switch entries[name] {
    case .context(let context): context
    case .broken(_, let problem): throw problem
    case nil: nil
    }
  }

  /// Adds a context, or replaces the one with this name.
  mutating func set(_ name: String, _ context: Context) {
    if entries.isEmpty { current = name }
    entries[name] = .context(context)
  }

  mutating func delete(_ name: String) {
    entries[name] = nil
    if current == name { current = nil }
  }
}

// How it is written in the file.
extension Configuration {
  init(_ json: JSON) throws(ConfigurationProblem) {
    guard case .object = json else {
      throw ConfigurationProblem(place: "the whole", text: "is not an object: {…}")
    }
    current = try Self.text(json, "current", under: nil)
    switch json["contexts"] {
    case nil: break
    case .object(let fields):
      for field in fields { entries[field.name] = Self.entry(field) }
    case .some: throw ConfigurationProblem(place: "contexts", text: "is not an object: {…}")
    }
  }

  var json: JSON {
    let fields = names.map { JSON.Field(name: $0, value: Self.json(entries[$0])) }
    let contexts = JSON.Field(name: "contexts", value: .object(fields))
    return .object([contexts] + (current.map { [JSON.Field(name: "current", value: .string($0))] } ?? []))
  }

  private static func entry(_ field: JSON.Field) -> Entry {
    do throws(ConfigurationProblem) {
      return .context(try context(field.value, "contexts.\(field.name)"))
    } catch {
      return .broken(field.value, error)
    }
  }

  private static func context(_ json: JSON, _ place: String) throws(ConfigurationProblem) -> Context {
    guard case .object = json else { throw ConfigurationProblem(place: place, text: "is not an object: {…}") }
    guard let text = try text(json, "server", under: place) else {
      throw ConfigurationProblem(place: "\(place).server", text: "is missing")
    }
    guard let server = Endpoint(text) else {
      throw ConfigurationProblem(
        place: "\(place).server",
        text: "is '\(text)', which is neither HOST:PORT nor unix:PATH"
      )
    }
    return Context(
      server: server,
      tokenFile: try Self.text(json, "token_file", under: place),
      former: try Self.text(json, "former", under: place)
    )
  }

  private static func text(
    _ json: JSON,
    _ name: String,
    under place: String?
  ) throws(ConfigurationProblem) -> String? {
    switch json[name] {
    case nil: return nil
    case .string(let text): return text
    case .some:
      throw ConfigurationProblem(place: place.map { "\($0).\(name)" } ?? name, text: "is not a text: \"…\"")
    }
  }

  private static func json(_ entry: Entry?) -> JSON {
    switch entry {
    case .context(let context):
      let server = JSON.Field(name: "server", value: .string(context.server.description))
      let others = [("token_file", context.tokenFile), ("former", context.former)].compactMap { name, text in
        text.map { JSON.Field(name: name, value: .string($0)) }
      }
      return .object([server] + others)
    case .broken(let json, _): return json
    case nil: return .null
    }
  }
}
