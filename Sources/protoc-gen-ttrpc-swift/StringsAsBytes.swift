import CProtocProto

/// Changes the type of every `string` field to `bytes`, in place.
///
/// The two are the same on the wire, but not for protobuf-c: a `string` becomes a C string, which ends at the
/// first NUL; `bytes` have a length. So the contract has `string`, and the C code is generated from
/// descriptors with `bytes`.
func turnStringsIntoBytes(_ request: UnsafeMutablePointer<Google__Protobuf__Compiler__CodeGeneratorRequest>) {
  for file in pointers(request.pointee.n_proto_file, request.pointee.proto_file) {
    for message in pointers(file.pointee.n_message_type, file.pointee.message_type) { turn(message) }
  }
}

private func turn(_ message: UnsafeMutablePointer<Google__Protobuf__DescriptorProto>) {
  for field in pointers(message.pointee.n_field, message.pointee.field)
  where field.pointee.type == GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_STRING {
    field.pointee.type = GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_BYTES
  }
  for nested in pointers(message.pointee.n_nested_type, message.pointee.nested_type) { turn(nested) }
}
