import CProtocProto
import ProtobufC

private typealias C = UnsafeMutablePointer

/// Reads protoc's `CodeGeneratorRequest` into a ``Schema``.
struct SchemaReader {
  private var types: [String: TypeName] = [:]
  /// The names of the status codes, by number.
  private var codes: [Int: String] = [:]

  static func read(_ request: UnsafePointer<Google__Protobuf__Compiler__CodeGeneratorRequest>) throws
    -> Schema
  {
    let request = request.pointee
    let wanted = Set(strings(request.n_file_to_generate, request.file_to_generate))
    let all = pointers(request.n_proto_file, request.proto_file)
    var reader = SchemaReader()
    for file in all { reader.collectTypes(file.pointee) }
    let files = try all.filter { wanted.contains(string($0.pointee.name)) }.map {
      try reader.file($0.pointee)
    }
    return Schema(files: files, types: reader.types)
  }

  // MARK: The types of all files, to which fields refer

  private mutating func collectTypes(_ file: Google__Protobuf__FileDescriptorProto) {
    let package = string(file.package)
    for message in pointers(file.n_message_type, file.message_type) { collect(message.pointee, package, []) }
    for enumeration in pointers(file.n_enum_type, file.enum_type) {
      let name = TypeName(package: package, path: [string(enumeration.pointee.name)])
      add(name)
      if name.full == ".google.rpc.Code" { collectCodes(enumeration.pointee) }
    }
  }

  private mutating func collectCodes(_ enumeration: Google__Protobuf__EnumDescriptorProto) {
    for value in pointers(enumeration.n_value, enumeration.value) {
      codes[Int(value.pointee.number)] = string(value.pointee.name)
    }
  }

  private mutating func collect(
    _ message: Google__Protobuf__DescriptorProto,
    _ package: String,
    _ outer: [String]
  ) {
    let path = outer + [string(message.name)]
    add(TypeName(package: package, path: path))
    for nested in pointers(message.n_nested_type, message.nested_type) {
      collect(nested.pointee, package, path)
    }
    for enumeration in pointers(message.n_enum_type, message.enum_type) {
      add(TypeName(package: package, path: path + [string(enumeration.pointee.name)]))
    }
  }

  private mutating func add(_ name: TypeName) {
    types[name.full] = name
  }

  // MARK: One file

  private func file(_ file: Google__Protobuf__FileDescriptorProto) throws -> Schema.File {
    let comments = Comments(file)
    let package = string(file.package)
    let path = string(file.name)
    let messages = pointers(file.n_message_type, file.message_type).enumerated()
      .filter { PublishedFiles.isUsed(string($1.pointee.name), of: path) }
    return Schema.File(
      path: path,
      package: package,
      messages: try messages.map { try message($1.pointee, package, [], [4, Int32($0)], comments) },
      enums: try pointers(file.n_enum_type, file.enum_type).enumerated().map {
        try enumeration($1.pointee, package, [], [5, Int32($0)], comments)
      },
      services: pointers(file.n_service, file.service).enumerated().map {
        service($1.pointee, package, [6, Int32($0)], comments)
      }
    )
  }

  // A path alternates field numbers of descriptor.proto and indices.
  private func message(
    _ message: Google__Protobuf__DescriptorProto,
    _ package: String,
    _ outer: [String],
    _ path: [Int32],
    _ comments: Comments
  ) throws -> Schema.Message {
    let names = outer + [string(message.name)]
    let name = TypeName(package: package, path: names)
    return Schema.Message(
      name: name,
      comment: comments[path],
      fields: try pointers(message.n_field, message.field).enumerated().map {
        try field($1.pointee, of: name, comments[path + [2, Int32($0)]])
      },
      oneofs: pointers(message.n_oneof_decl, message.oneof_decl).enumerated().map {
        (string($1.pointee.name), comments[path + [8, Int32($0)]])
      },
      messages: try pointers(message.n_nested_type, message.nested_type).enumerated().map {
        try self.message($1.pointee, package, names, path + [3, Int32($0)], comments)
      },
      enums: try pointers(message.n_enum_type, message.enum_type).enumerated().map {
        try enumeration($1.pointee, package, names, path + [4, Int32($0)], comments)
      },
      isMapEntry: message.options?.pointee.map_entry == 1
    )
  }

  private func field(
    _ field: Google__Protobuf__FieldDescriptorProto,
    of message: TypeName,
    _ comment: String
  ) throws -> Schema.Field {
    var read = Schema.Field(
      name: string(field.name),
      comment: comment,
      number: field.number,
      kind: try kind(field),
      isRepeated: field.label == GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__LABEL__LABEL_REPEATED,
      oneof: field.has_oneof_index != 0 ? Int(field.oneof_index) : nil
    )
    read.maxBytes = PublishedFiles.maxBytes(of: read.name, in: message)
    if let options = field.options {
      read.maxBytes = ContractOption.value(ContractOption.maxBytes, in: options)
      read.maxItems = ContractOption.value(ContractOption.maxItems, in: options)
      read.isSecret = ContractOption.value(ContractOption.secret, in: options) == 1
    }
    let notes = [read.boundsComment, read.isSecret ? "Secret: it is never stored, logged or printed." : ""]
    for note in notes where !note.isEmpty { read.comment += read.comment.isEmpty ? note : "\n\n\(note)" }
    return read
  }

  private func kind(_ field: Google__Protobuf__FieldDescriptorProto) throws -> Schema.Kind {
    switch field.type {
    case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_DOUBLE: .double
    case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_FLOAT: .float
    case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_INT32: .int32
    case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_INT64: .int64
    case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_UINT32: .uint32
    case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_UINT64: .uint64
    case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_BOOL: .bool
    case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_STRING: .text
    case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_BYTES: .bytes
    case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_MESSAGE: .message(string(field.type_name))
    case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_ENUM: .enumeration(string(field.type_name))
    default:
      throw GeneratorError(message: "the field \(string(field.name)) has an unsupported type")
    }
  }

  private func enumeration(
    _ enumeration: Google__Protobuf__EnumDescriptorProto,
    _ package: String,
    _ outer: [String],
    _ path: [Int32],
    _ comments: Comments
  ) throws -> Schema.Enum {
    let values = pointers(enumeration.n_value, enumeration.value).enumerated().map { index, value in
      let code = value.pointee.options.flatMap { ContractOption.value(ContractOption.code, in: $0) }
      return Schema.Enum.Value(
        name: string(value.pointee.name),
        number: value.pointee.number,
        comment: comments[path + [2, Int32(index)]],
        code: code.flatMap { codes[$0] }
      )
    }
    if values.contains(where: { $0.code != nil }) {
      if let value = values.first(where: { ($0.code == nil) != ($0.number == 0) }) {
        throw GeneratorError(
          message: "\(value.name): every reason but 0 needs the option (roster.v1.code); see options.proto"
        )
      }
    }
    return Schema.Enum(
      name: TypeName(package: package, path: outer + [string(enumeration.name)]),
      comment: comments[path],
      values: values
    )
  }

  private func service(
    _ service: Google__Protobuf__ServiceDescriptorProto,
    _ package: String,
    _ path: [Int32],
    _ comments: Comments
  ) -> Schema.Service {
    let fullName = "\(package).\(string(service.name))"
    return Schema.Service(
      fullName: fullName,
      name: string(service.name),
      comment: comments[path],
      methods: pointers(service.n_method, service.method).enumerated().map { index, method in
        Schema.Method(
          name: string(method.pointee.name),
          comment: comments[path + [2, Int32(index)]],
          input: string(method.pointee.input_type),
          output: string(method.pointee.output_type),
          clientStreams: method.pointee.client_streaming != 0,
          serverStreams: method.pointee.server_streaming != 0,
          hasNoSideEffects: method.pointee.options?.pointee.idempotency_level
            == GOOGLE__PROTOBUF__METHOD_OPTIONS__IDEMPOTENCY_LEVEL__NO_SIDE_EFFECTS
            || PublishedFiles.hasNoSideEffects(string(method.pointee.name), of: fullName)
        )
      }
    )
  }
}

/// The comments of one file, by the path of the declaration that they belong to.
private struct Comments {
  private var comments: [[Int32]: String] = [:]

  init(_ file: Google__Protobuf__FileDescriptorProto) {
    guard let info = file.source_code_info?.pointee else { return }
    for location in pointers(info.n_location, info.location) {
      guard let comment = location.pointee.leading_comments ?? location.pointee.trailing_comments else {
        continue
      }
      let path = Array(UnsafeBufferPointer(start: location.pointee.path, count: location.pointee.n_path))
      comments[path] = Self.tidy(string(comment))
    }
  }

  subscript(_ path: [Int32]) -> String { comments[path] ?? "" }

  /// Without the space after `//` and the line break at the end.
  private static func tidy(_ comment: String) -> String {
    var lines = comment.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix(" ") ? $0.dropFirst() : $0 }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n")
  }
}

func string(_ pointer: UnsafePointer<CChar>?) -> String {
  pointer.map { String(cString: $0) } ?? ""
}

private func strings(_ count: Int, _ array: C<C<CChar>?>?) -> [String] {
  UnsafeBufferPointer(start: array, count: array == nil ? 0 : count).map { string($0) }
}

func pointers<T>(
  _ count: Int,
  _ array: UnsafeMutablePointer<UnsafeMutablePointer<T>?>?
) -> [UnsafeMutablePointer<T>] {
  UnsafeBufferPointer(start: array, count: array == nil ? 0 : count).compactMap { $0 }
}
