/// Writes one message: its Swift struct, and the code that copies it from and to the C struct.
struct MessageGenerator {
  let message: Schema.Message
  let types: [String: TypeName]

  func write(to source: inout SourceText) {
    writeStruct(to: &source)
    source.line()
    writeConformances(of: message, to: &source)
  }

  // MARK: The value type

  private func writeStruct(to source: inout SourceText) {
    source.doc(message.comment)
    // Entries are of the code's own use: the message around them has a dictionary.
    let access = message.isMapEntry ? "package" : "public"
    source.block("\(access) struct \(message.name.swiftBase): Sendable, Hashable {") { source in
      for enumeration in message.enums {
        EnumGenerator(enumeration: enumeration).write(to: &source)
        source.line()
      }
      for nested in message.messages {
        MessageGenerator(message: nested, types: types).writeStruct(to: &source)
        source.line()
      }
      writeOneofs(to: &source)
      for property in properties {
        source.doc(property.comment)
        source.line("public var \(property.name): \(property.type)")
        source.line()
      }
      writeInit(to: &source)
      writeMembers(to: &source)
    }
  }

  /// The members of oneofs as optional values, to read.
  private func writeMembers(to source: inout SourceText) {
    for field in message.fields {
      guard let oneof = field.oneof else { continue }
      let (name, property) = (field.name.lowerCamelCased, message.oneofs[oneof].name.lowerCamelCased)
      source.line()
      source.doc(field.comment)
      source.block("public var \(name): \(elementType(field))? {") { source in
        source.line("if case .\(name)(let value) = \(property) { value } else { nil }")
      }
    }
  }

  private func writeOneofs(to source: inout SourceText) {
    for (index, oneof) in message.oneofs.enumerated() {
      source.doc(oneof.comment.isEmpty ? "Which one of the fields of `\(oneof.name)` is set." : oneof.comment)
      source.block("public enum \(oneofType(index)): Sendable, Hashable {") { source in
        for field in message.fields where field.oneof == index {
          source.doc(field.comment)
          source.line("case \(field.name.lowerCamelCased)(\(elementType(field)))")
        }
      }
      source.line()
    }
  }

  private func writeInit(to source: inout SourceText) {
    guard !properties.isEmpty else { return source.line("public init() {}") }
    source.line("public init(")
    source.indented { source in
      for (index, property) in properties.enumerated() {
        let comma = index == properties.count - 1 ? "" : ","
        source.line("\(property.name): \(property.type) = \(property.initial)\(comma)")
      }
    }
    source.block(") {") { source in
      for property in properties { source.line("self.\(property.bare) = \(property.name)") }
    }
  }

  private struct Property {
    var name: String
    var type: String
    var initial: String
    var comment: String

    var bare: String { name.replacing("`", with: "") }
  }

  /// The struct's stored properties: one for each field, and one for each oneof, in place of its first field.
  private var properties: [Property] {
    var seen: Set<Int> = []
    return message.fields.compactMap { field in
      if let oneof = field.oneof {
        guard seen.insert(oneof).inserted else { return nil }
        return Property(
          name: message.oneofs[oneof].name.lowerCamelCased,
          type: "\(oneofType(oneof))?",
          initial: "nil",
          comment: message.oneofs[oneof].comment
        )
      }
      let (type, initial) = typeAndInitial(field)
      return Property(name: field.name.lowerCamelCased, type: type, initial: initial, comment: field.comment)
    }
  }

  private func typeAndInitial(_ field: Schema.Field) -> (String, String) {
    let element = elementType(field)
    if let entry = mapEntry(field) {
      return ("[\(elementType(entry.fields[0])): \(elementType(entry.fields[1]))]", "[:]")
    }
    if field.isRepeated { return ("[\(element)]", "[]") }
    switch field.kind {
    case .message: return ("\(element)?", "nil")
    case .enumeration(let name): return (element, "\(types[name]!.swift)(rawValue: 0)")
    case .text: return (element, "\"\"")
    case .bytes: return (element, "[]")
    case .bool: return (element, "false")
    default: return (element, "0")
    }
  }

  private func elementType(_ field: Schema.Field) -> String {
    switch field.kind {
    case .double: "Double"
    case .float: "Float"
    case .int32: "Int32"
    case .int64: "Int64"
    case .uint32: "UInt32"
    case .uint64: "UInt64"
    case .bool: "Bool"
    case .text: "String"
    case .bytes: "[UInt8]"
    case .message(let name), .enumeration(let name): types[name]!.swift
    }
  }

  /// The message of a map's entries, which is declared inside the map's message; nil if the field is no map.
  private func mapEntry(_ field: Schema.Field) -> Schema.Message? {
    guard case .message(let name) = field.kind else { return nil }
    return message.messages.first { $0.isMapEntry && $0.name.full == name }
  }

  private func oneofType(_ index: Int) -> String {
    message.oneofs[index].name.lowerCamelCased.capitalisedFirst
  }

  // MARK: The conformance

  private func writeConformances(of message: Schema.Message, to source: inout SourceText) {
    let generator = MessageGenerator(message: message, types: types)
    generator.writeConformance(to: &source)
    for nested in message.messages {
      source.line()
      writeConformances(of: nested, to: &source)
    }
  }

  private func writeConformance(to source: inout SourceText) {
    let c = message.name.c
    source.block("extension \(message.name.swift): Message {") { source in
      source.line("package static let descriptor = MessageDescriptor(\(message.name.cFunction)__init)")
      source.line()
      source.block("package init(reading message: UnsafePointer<\(c)>) throws(DecodingError) {") { source in
        writeReading(to: &source)
      }
      source.line()
      source.line("package func write(")
      source.indented { source in
        source.line("to message: UnsafeMutablePointer<\(c)>,")
        source.line("in arena: Arena")
      }
      source.block(") throws(ArenaExhausted) {") { source in
        source.line("\(message.name.cFunction)__init(message)")
        writeWriting(to: &source)
      }
    }
  }

  private func writeReading(to source: inout SourceText) {
    var seen: Set<Int> = []
    for field in message.fields {
      if let oneof = field.oneof {
        guard seen.insert(oneof).inserted else { continue }
        let name = message.oneofs[oneof].name
        source.line("switch message.pointee.\(name)_case.rawValue {")
        for field in message.fields where field.oneof == oneof {
          let read = readExpression(field)
          let member = field.name.lowerCamelCased
          if case .message = field.kind {
            source.line(
              "case \(field.number): self.\(name.lowerCamelCased) = \(read).map { .\(member)($0) }"
            )
          } else {
            source.line(
              "case \(field.number): self.\(name.lowerCamelCased) = .\(member)(\(read))"
            )
          }
        }
        source.line("default: self.\(name.lowerCamelCased) = nil")
        source.line("}")
      } else {
        source.line("self.\(field.name.lowerCamelCased) = \(readExpression(field))")
      }
    }
  }

  private func readExpression(_ field: Schema.Field) -> String {
    let value = "message.pointee.\(field.name)"
    let type = elementType(field)
    if field.isRepeated {
      let array = "message.pointee.n_\(field.name), \(value)"
      if mapEntry(field) != nil {
        // Of several entries with the same key the last counts.
        let entries = "try readMessages(\(array), \"\(field.name)\", as: \(type).self)"
        return "Dictionary(\(entries).map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })"
      }
      switch field.kind {
      case .message: return "try readMessages(\(array), \"\(field.name)\", as: \(type).self)"
      case .text: return "try readTexts(\(array), \"\(field.name)\")"
      case .bytes: return "readArray(\(array), readBytes)"
      case .bool: return "readArray(\(array)) { $0 != 0 }"
      case .enumeration:
        return "readArray(\(array)) { \(type)(rawValue: Int32(truncatingIfNeeded: $0.rawValue)) }"
      default: return "readArray(\(array)) { $0 }"
      }
    }
    switch field.kind {
    case .message: return "try readMessage(\(value), \"\(field.name)\", as: \(type).self)"
    case .text: return "try readText(\(value), \"\(field.name)\")"
    case .bytes: return "readBytes(\(value))"
    case .bool: return "\(value) != 0"
    case .enumeration: return "\(type)(rawValue: Int32(truncatingIfNeeded: \(value).rawValue))"
    default: return value
    }
  }

  private func writeWriting(to source: inout SourceText) {
    var seen: Set<Int> = []
    for field in message.fields {
      if let oneof = field.oneof {
        guard seen.insert(oneof).inserted else { continue }
        let name = message.oneofs[oneof].name
        source.line("switch self.\(name.lowerCamelCased) {")
        for field in message.fields where field.oneof == oneof {
          source.line("case .\(field.name.lowerCamelCased)(let value):")
          source.indented { source in
            source.line("message.pointee.\(name)_case = .init(rawValue: \(field.number))")
            source.line("message.pointee.\(field.name) = \(writeExpression(field, of: "value"))")
          }
        }
        source.line("case nil: break")
        source.line("}")
      } else if field.isRepeated {
        let target = "(message.pointee.n_\(field.name), message.pointee.\(field.name))"
        source.line("\(target) = \(writeArrayExpression(field))")
      } else {
        let value = "self.\(field.name.lowerCamelCased)"
        source.line("message.pointee.\(field.name) = \(writeExpression(field, of: value))")
      }
    }
  }

  private func writeExpression(_ field: Schema.Field, of value: String) -> String {
    switch field.kind {
    case .message: "try arena.message(\(value))"
    case .text: "try arena.text(\(value))"
    case .bytes: "try arena.bytes(\(value))"
    case .bool: "\(value) ? 1 : 0"
    case .enumeration(let name): "\(types[name]!.c)(rawValue: .init(truncatingIfNeeded: \(value).rawValue))"
    default: value
    }
  }

  private func writeArrayExpression(_ field: Schema.Field) -> String {
    let values = "self.\(field.name.lowerCamelCased)"
    if mapEntry(field) != nil {
      // In the order of the keys, so that equal values are written alike.
      let entries = "\(values).sorted { $0.key < $1.key }"
      return "try arena.messages(\(entries).map { \(elementType(field))(key: $0.key, value: $0.value) })"
    }
    return switch field.kind {
    case .message: "try arena.messages(\(values))"
    case .text: "try arena.texts(\(values))"
    case .bytes: "try arena.byteStrings(\(values))"
    default: "try arena.array(\(values)) { \(writeExpression(field, of: "$0")) }"
    }
  }
}
