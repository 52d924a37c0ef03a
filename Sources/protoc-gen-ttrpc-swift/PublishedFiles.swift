import CProtocProto

/// What Roster says of files that others publish. They are in `proto` as published, so they cannot have
/// Roster's options.
enum PublishedFiles {
  /// The messages that Roster uses of files of which it does not use all. No code is written for the others.
  private static let usedMessages: [String: Set<String>] = [
    "google/rpc/error_details.proto": ["BadRequest", "ErrorInfo", "LocalizedMessage", "RetryInfo"]
  ]

  /// `max_bytes` of the fields that a request can contain.
  private static let maxBytes = [".grpc.health.v1.HealthCheckRequest.service": 254]

  /// The methods with `idempotency_level = NO_SIDE_EFFECTS`.
  private static let safeMethods: Set = ["grpc.health.v1.Health/Check", "grpc.health.v1.Health/Watch"]

  static func maxBytes(of field: String, in message: TypeName) -> Int? {
    maxBytes["\(message.full).\(field)"]
  }

  static func hasNoSideEffects(_ method: String, of service: String) -> Bool {
    safeMethods.contains("\(service)/\(method)")
  }

  static func isUsed(_ message: String, of file: String) -> Bool {
    usedMessages[file].map { $0.contains(message) } ?? true
  }

  /// Removes the messages that Roster does not use, in place, and with them the comments of their file, which
  /// are found by the places of its messages.
  static func dropUnusedMessages(
    _ request: UnsafeMutablePointer<Google__Protobuf__Compiler__CodeGeneratorRequest>
  ) {
    for file in pointers(request.pointee.n_proto_file, request.pointee.proto_file) {
      let name = string(file.pointee.name)
      guard usedMessages[name] != nil else { continue }
      let used = pointers(file.pointee.n_message_type, file.pointee.message_type)
        .filter { isUsed(string($0.pointee.name), of: name) }
      for (index, message) in used.enumerated() { file.pointee.message_type[index] = message }
      file.pointee.n_message_type = used.count
      file.pointee.source_code_info = nil
    }
  }
}
