/// Writes the bounds of the fields of requests, and refuses a contract in which one is missing.
struct BoundsGenerator {
  private let messages: [String: Schema.Message]
  private let types: [String: TypeName]
  /// The messages that are requests or parts of them.
  private var bounded: Set<String> = []

  /// Messages that have only numbers, of files that do not belong to the contract.
  private static let numbersAlone: Set = [".google.protobuf.Timestamp", ".google.protobuf.Duration"]

  init(_ schema: Schema) throws {
    let all = schema.files.flatMap(\.messages).flatMap(\.withNested)
    messages = Dictionary(uniqueKeysWithValues: all.map { ($0.name.full, $0) })
    types = schema.types
    for method in schema.files.flatMap(\.services).flatMap(\.methods) { try visit(method.input, []) }
    for message in all where !bounded.contains(message.name.full) {
      if let field = message.fields.first(where: { $0.maxBytes != nil || $0.maxItems != nil }) {
        let name = "\(message.name.swift).\(field.name)"
        throw GeneratorError(message: "\(name) is in no request: remove its bounds")
      }
    }
  }

  func isBounded(_ message: Schema.Message) -> Bool { bounded.contains(message.name.full) }

  func write(_ message: Schema.Message, to source: inout SourceText) {
    let rows = message.fields.compactMap(row)
    source.block("extension \(message.name.swift): BoundedMessage {") { source in
      guard !rows.isEmpty else { return source.line("package static let bounds = MessageBounds.numbers") }
      source.block("package static let bounds = MessageBounds(", closing: ")") { source in
        for (index, row) in rows.enumerated() { source.line(row + (index == rows.count - 1 ? "" : ",")) }
      }
    }
  }

  // MARK: Reading the contract

  private mutating func visit(_ name: String, _ outer: [String]) throws {
    guard !outer.contains(name) else {
      throw GeneratorError(message: "\(name) contains itself, so requests could be nested without a limit")
    }
    guard let message = messages[name] else {
      throw GeneratorError(message: "\(name) is in a request, and cannot have bounds")
    }
    guard !message.messages.contains(where: \.isMapEntry) else {
      throw GeneratorError(message: "\(message.name.swift) is in a request, which cannot have maps")
    }
    bounded.insert(name)
    for field in message.fields {
      try check(field, of: message)
      if case .message(let inner) = field.kind, !field.isMask, !Self.numbersAlone.contains(inner) {
        try visit(inner, outer + [name])
      }
    }
  }

  private func check(_ field: Schema.Field, of message: Schema.Message) throws {
    try check(field.maxBytes, "max_bytes", isNeeded: field.isMask || field.hasBytes, field, message)
    try check(field.maxItems, "max_items", isNeeded: field.isMask || field.isRepeated, field, message)
    if field.isMask, field.isRepeated {
      throw GeneratorError(message: "\(message.name.swift).\(field.name): masks cannot be repeated")
    }
  }

  private func check(
    _ bound: Int?,
    _ option: String,
    isNeeded: Bool,
    _ field: Schema.Field,
    _ message: Schema.Message
  ) throws {
    let name = "\(message.name.swift).\(field.name)"
    guard isNeeded == (bound != nil) else {
      let advice = isNeeded ? "is in a request and needs" : "cannot have"
      throw GeneratorError(message: "\(name) \(advice) the option (roster.v1.\(option)); see options.proto")
    }
    if let bound, bound < 1 { throw GeneratorError(message: "\(name): \(option) must be 1 or more") }
  }

  // MARK: Writing Swift

  private func row(_ field: Schema.Field) -> String? {
    let start = "\(field.number), \"\(field.name)\""
    let items = field.maxItems.map { ", maxItems: \($0)" } ?? ""
    let bytes = field.maxBytes.map { ", maxBytes: \($0)" } ?? ""
    if field.isMask {
      return ".message(\(start), MessageBounds(.bytes(1, \"paths\"\(items)\(bytes))))"
    }
    switch field.kind {
    case .text, .bytes: return ".bytes(\(start)\(items)\(bytes))"
    case .message(let name):
      let inner = messages[name] == nil ? "MessageBounds.numbers" : "\(types[name]!.swift).bounds"
      return ".\(field.isRepeated ? "messages" : "message")(\(start), \(inner)\(items))"
    default: return field.isRepeated ? ".numbers(\(start), .\(element(field))\(items))" : nil
    }
  }

  private func element(_ field: Schema.Field) -> String {
    switch field.kind {
    case .bool: "bool"
    case .float: "fixed32"
    case .double: "fixed64"
    default: "varint"
    }
  }
}

extension Schema.Message {
  /// The message and all messages declared inside it.
  var withNested: [Schema.Message] { [self] + messages.flatMap(\.withNested) }
}

extension Schema.Field {
  fileprivate var hasBytes: Bool {
    switch kind {
    case .text, .bytes: true
    default: false
    }
  }

  /// A mask's paths have their bounds at the field that uses it: its own file does not belong to the
  /// contract.
  var isMask: Bool {
    if case .message(".google.protobuf.FieldMask") = kind { true } else { false }
  }

  /// The bounds as text, for the field's comment.
  var boundsComment: String {
    let items = maxItems.map { "at most \($0) \(isMask ? "paths" : "entries")" }
    let bytes = maxBytes.map { "at most \($0) bytes\(maxItems == nil ? "" : " each")" }
    let parts = [items, bytes].compactMap { $0 }
    return parts.isEmpty ? "" : "In a request: \(parts.joined(separator: ", "))."
  }
}
