import CProtocProto

/// Changes the descriptors, in place, to what protoc-gen-c is to write code for.
///
/// - Every `string` becomes `bytes`. The two are the same on the wire, but not for protobuf-c: a `string`
///   becomes a C string, which ends at the first NUL; `bytes` have a length.
/// - Every map becomes the repeated entries that it is on the wire: protobuf-c knows no maps, and a key
///   cannot be `bytes`.
/// - The contract's options and the messages that are not used are removed.
///
/// The contract itself keeps its strings and maps.
func prepareForC(_ request: UnsafeMutablePointer<Google__Protobuf__Compiler__CodeGeneratorRequest>) {
  for file in pointers(request.pointee.n_proto_file, request.pointee.proto_file) {
    for message in pointers(file.pointee.n_message_type, file.pointee.message_type) { prepare(message) }
  }
  ContractOption.dropImport(request)
  PublishedFiles.dropUnusedMessages(request)
}

private func prepare(_ message: UnsafeMutablePointer<Google__Protobuf__DescriptorProto>) {
  for field in pointers(message.pointee.n_field, message.pointee.field)
  where field.pointee.type == GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_STRING {
    field.pointee.type = GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_BYTES
  }
  message.pointee.options?.pointee.has_map_entry = 0
  for nested in pointers(message.pointee.n_nested_type, message.pointee.nested_type) { prepare(nested) }
}
