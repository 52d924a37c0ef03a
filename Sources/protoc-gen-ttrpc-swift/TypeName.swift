/// The names of a type: in the contract, in Swift, and in the C code of protoc-c.
struct TypeName {
  /// Full name with a leading dot, such as `.google.rpc.BadRequest.FieldViolation`.
  let full: String
  let swift: String
  /// `Google__Rpc__BadRequest__FieldViolation`.
  let c: String
  /// `google__rpc__bad_request__field_violation`.
  let cFunction: String

  /// Types whose names are already used by Swift or its library.
  private static let renamed = [
    "google.protobuf.Any": "ProtoAny",
    "google.protobuf.Duration": "ProtoDuration",
    "roster.v1.Actor": "ProtoActor",
  ]

  init(package: String, path: [String]) {
    let packageParts = package.split(separator: ".").map(String.init)
    let dotted = (packageParts + path).joined(separator: ".")
    full = "." + dotted
    swift = Self.renamed[dotted] ?? path.joined(separator: ".")
    c = (packageParts.map(\.capitalisedFirst) + path).joined(separator: "__")
    cFunction = (packageParts + path.map(\.snakeCased)).joined(separator: "__")
  }

  /// The last part of the Swift name, for the declaration.
  var swiftBase: String { String(swift.split(separator: ".").last!) }
}
