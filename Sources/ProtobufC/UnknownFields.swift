import CProtobufC

/// The value of a varint field that the message's descriptor does not have, such as a contract's own option.
/// If the field occurs several times, the last value.
package func unknownVarint<CMessage>(_ number: UInt32, in message: UnsafePointer<CMessage>) -> UInt64? {
  let base = UnsafeRawPointer(message).assumingMemoryBound(to: ProtobufCMessage.self).pointee
  let fields = UnsafeBufferPointer(start: base.unknown_fields, count: Int(base.n_unknown_fields))
  guard let field = fields.last(where: { $0.tag == number && $0.wire_type == PROTOBUF_C_WIRE_TYPE_VARINT })
  else { return nil }
  return UnsafeBufferPointer(start: field.data, count: field.len).reversed().reduce(0) {
    $0 << 7 | UInt64($1 & 0x7f)
  }
}
