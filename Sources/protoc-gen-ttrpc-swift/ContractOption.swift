import CProtocProto
import ProtobufC

/// The options of `proto/roster/v1/options.proto`.
enum ContractOption {
  static let file = "roster/v1/options.proto"

  // Of fields.
  static let maxBytes: UInt32 = 50_701
  static let maxItems: UInt32 = 50_702
  static let secret: UInt32 = 50_703

  /// Of an enum's values.
  static let code: UInt32 = 50_704

  /// The option's value; nil where it is not set.
  ///
  /// - Parameter options: the options of a field or of an enum's value.
  static func value<Options>(_ option: UInt32, in options: UnsafePointer<Options>) -> Int? {
    unknownVarint(option, in: options).map { Int(Int32(truncatingIfNeeded: $0)) }
  }

  /// Removes the import of the options from every file, in place: C does not need it, and protoc-c would
  /// include a header that does not exist.
  static func dropImport(_ request: UnsafeMutablePointer<Google__Protobuf__Compiler__CodeGeneratorRequest>) {
    for file in pointers(request.pointee.n_proto_file, request.pointee.proto_file) {
      let imports = UnsafeMutableBufferPointer(
        start: file.pointee.dependency,
        count: file.pointee.n_dependency
      )
      guard let index = imports.firstIndex(where: { string($0) == Self.file }) else { continue }
      for later in imports.indices.dropFirst(index + 1) { imports[later - 1] = imports[later] }
      file.pointee.n_dependency -= 1
    }
  }
}
