/// Writes what a message's fields make it: a request or reply for pages, a request for a preview, or one
/// that has secrets. Refuses a contract in which a secret is not marked.
struct TraitsGenerator {
  private let messages: [String: Schema.Message]
  private let types: [String: TypeName]

  init(_ schema: Schema) throws {
    let all = schema.files.flatMap(\.messages).flatMap(\.withNested)
    messages = Dictionary(uniqueKeysWithValues: all.map { ($0.name.full, $0) })
    types = schema.types
    for message in all {
      for field in message.fields { try check(field, of: message) }
    }
  }

  func write(_ message: Schema.Message, to source: inout SourceText) {
    let name = message.name.swift
    if message.has("page_size", .int32), message.has("page_token", .text) {
      source.line()
      source.line("extension \(name): PagedRequest {}")
    }
    if message.has("next_page_token", .text), let list = message.fields.first(where: \.isRepeated),
      case .message(let element) = list.kind
    {
      source.line()
      source.block("extension \(name): PagedReply {") { source in
        let (elements, name) = ("[\(types[element]!.swift)]", list.name.lowerCamelCased)
        source.line("public var elements: \(elements) { \(name) }")
        source.line()
        source.block("public init(elements: \(elements), nextPageToken: String) {") { source in
          source.line("self.init()")
          source.line("\(name) = elements")
          source.line("self.nextPageToken = nextPageToken")
        }
      }
    }
    if message.has("validate_only", .bool) {
      source.line()
      source.line("extension \(name): PreviewableRequest {}")
    }
    if hasSecrets(message) {
      source.line()
      writeWithoutSecrets(message, to: &source)
    }
    if message.fields.contains(where: \.isSecret) {
      source.line()
      writeMirror(message, to: &source)
    }
  }

  // MARK: Reading the contract

  private func check(_ field: Schema.Field, of message: Schema.Message) throws {
    let name = "\(message.name.swift).\(field.name)"
    if field.isSecret {
      guard field.isText, !field.isRepeated else {
        throw GeneratorError(message: "\(name) cannot be secret: only a single text or bytes field can")
      }
    } else if field.isText, field.isNamedAsSecret {
      throw GeneratorError(message: "\(name) needs the option (roster.v1.secret); see options.proto")
    }
    if field.oneof != nil, field.isSecret || carriesSecrets(field) {
      throw GeneratorError(message: "\(name): a oneof cannot have secrets")
    }
  }

  /// Whether the message has a secret, itself or in a message inside it.
  private func hasSecrets(_ message: Schema.Message, inside outer: Set<String> = []) -> Bool {
    guard !outer.contains(message.name.full) else { return false }
    let outer = outer.union([message.name.full])
    return message.fields.contains { $0.isSecret || carriesSecrets($0, inside: outer) }
  }

  private func carriesSecrets(_ field: Schema.Field, inside outer: Set<String> = []) -> Bool {
    guard case .message(let name) = field.kind, let message = messages[name] else { return false }
    return hasSecrets(message, inside: outer)
  }

  // MARK: Writing Swift

  private func writeWithoutSecrets(_ message: Schema.Message, to source: inout SourceText) {
    source.block("extension \(message.name.swift) {") { source in
      source.line("package static var hasSecrets: Bool { true }")
      source.line()
      source.block("package var withoutSecrets: Self {") { source in
        source.line("var copy = self")
        for field in message.fields {
          let property = "copy.\(field.name.lowerCamelCased)"
          if field.isSecret {
            source.line("\(property) = \(field.isBytes ? "[]" : "\"\"")")
          } else if carriesSecrets(field) {
            source.line("\(property) = \(property)\(field.isRepeated ? "" : "?").\(removal(field))")
          }
        }
        source.line("return copy")
      }
    }
  }

  private func removal(_ field: Schema.Field) -> String {
    field.isRepeated ? "map(\\.withoutSecrets)" : "withoutSecrets"
  }

  /// What is printed, logged or dumped of a value is read from its mirror.
  private func writeMirror(_ message: Schema.Message, to source: inout SourceText) {
    source.block("extension \(message.name.swift): CustomReflectable {") { source in
      source.line("/// Without the secrets, so that they cannot be logged.")
      source.block("public var customMirror: Mirror {") { source in
        var seen: Set<Int> = []
        let children = message.fields.compactMap { field -> String? in
          if let oneof = field.oneof, !seen.insert(oneof).inserted { return nil }
          let property = (field.oneof.map { message.oneofs[$0].name } ?? field.name).lowerCamelCased
          let value = field.isSecret ? "\(property).isEmpty ? \"\" : \"[secret]\"" : "\(property) as Any"
          return "\"\(property)\": \(value)"
        }
        source.line("Mirror(self, children: [\(children.joined(separator: ", "))], displayStyle: .struct)")
      }
    }
  }
}

extension Schema.Message {
  fileprivate func has(_ name: String, _ kind: Schema.Kind) -> Bool {
    fields.contains { field in
      guard field.name == name, !field.isRepeated else { return false }
      return switch (field.kind, kind) {
      case (.int32, .int32), (.text, .text), (.bool, .bool): true
      default: false
      }
    }
  }
}

extension Schema.Field {
  private static let secretWords: Set = ["token", "secret", "password"]
  /// Tokens that name a place in a list: signed, and worth nothing without the right to read it.
  private static let openTokens: Set = ["page_token", "next_page_token"]

  fileprivate var isNamedAsSecret: Bool {
    let words = name.split(separator: "_").map(String.init)
    return !Self.openTokens.contains(name) && words.last.map(Self.secretWords.contains) == true
  }

  fileprivate var isBytes: Bool { if case .bytes = kind { true } else { false } }

  fileprivate var isText: Bool { if case .text = kind { true } else { isBytes } }
}
