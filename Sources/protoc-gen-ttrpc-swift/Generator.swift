import CProtocProto
import Foundation
import ProtobufC

/// A protoc plugin: reads a `CodeGeneratorRequest` from standard input and writes the response to standard
/// output.
///
/// - As `protoc --ttrpc-swift_out=imports=A+B:DIR` it writes Swift; `imports` are the
///   modules the files import.
/// - With the argument `--descriptors-for-c` it writes the changed request, for `protoc-gen-c` to read.
@main
enum Generator {
  /// Declares that the plugin knows `optional`, of which protoc has made a oneof with one member.
  private static let features: UInt64 = 1

  static func main() throws {
    // A generator runs once, on files of this project, so a large arena is enough.
    let arena = Arena(limit: 256 << 20)
    let input = FileHandle.standardInput.readDataToEndOfFile()
    let descriptor = MessageDescriptor(google__protobuf__compiler__code_generator_request__init)
    let request = try input.withUnsafeBytes { try arena.unpack(descriptor, $0) }
      .assumingMemoryBound(to: Google__Protobuf__Compiler__CodeGeneratorRequest.self)

    let output: UnsafeRawBufferPointer
    if CommandLine.arguments.dropFirst().first == "--descriptors-for-c" {
      prepareForC(request)
      output = try arena.pack(request)
    } else {
      output = try reply(to: request, in: arena)
    }
    FileHandle.standardOutput.write(Data(output))
  }

  private static func reply(
    to request: UnsafeMutablePointer<Google__Protobuf__Compiler__CodeGeneratorRequest>,
    in arena: Arena
  ) throws -> UnsafeRawBufferPointer {
    var response = Google__Protobuf__Compiler__CodeGeneratorResponse()
    google__protobuf__compiler__code_generator_response__init(&response)
    response.has_supported_features = 1
    response.supported_features = features
    do {
      let schema = try SchemaReader.read(request)
      let imports = parameter("imports", in: string(request.pointee.parameter)).split(separator: "+").map(
        String.init
      )
      let bounds = try BoundsGenerator(schema)
      let traits = try TraitsGenerator(schema)
      let files = schema.files.flatMap { file in
        let generator = FileGenerator(
          file: file,
          types: schema.types,
          bounds: bounds,
          traits: traits,
          imports: imports
        )
        return [generator.messages, generator.services].compactMap { $0 }
      }
      (response.n_file, response.file) = try arena.array(files) { file throws(ArenaExhausted) in
        try cFile(file.path, file.content, in: arena)
      }
    } catch let error as GeneratorError {
      response.error = try cString(error.message, in: arena)
    }
    return try arena.pack(&response)
  }

  /// The value of `name=value` in a plugin's comma-separated parameter.
  private static func parameter(_ name: String, in parameter: String) -> String {
    for pair in parameter.split(separator: ",") where pair.hasPrefix("\(name)=") {
      return String(pair.dropFirst(name.count + 1))
    }
    return ""
  }

  private static func cFile(
    _ path: String,
    _ content: String,
    in arena: Arena
  ) throws(ArenaExhausted) -> UnsafeMutablePointer<Google__Protobuf__Compiler__CodeGeneratorResponse__File>? {
    let file = try arena.allocate(Google__Protobuf__Compiler__CodeGeneratorResponse__File.self, count: 1)
    google__protobuf__compiler__code_generator_response__file__init(file)
    file.pointee.name = try cString(path, in: arena)
    file.pointee.content = try cString(content, in: arena)
    return file
  }

  private static func cString(_ text: String, in arena: Arena) throws(ArenaExhausted) -> UnsafeMutablePointer<
    CChar
  > {
    let bytes = Array(text.utf8CString)
    return try arena.array(bytes) { $0 }.1!
  }
}
