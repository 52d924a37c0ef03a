import CProtobufC

// Writes Swift values to protobuf-c's fields. All memory is of the arena.
extension Arena {
  /// A `string` field. An empty text allocates nothing.
  package func text(_ value: String) throws(ArenaExhausted) -> ProtobufCBinaryData {
    binaryData(try copy(value))
  }

  /// A `bytes` field.
  package func bytes(_ value: [UInt8]) throws(ArenaExhausted) -> ProtobufCBinaryData {
    let result = value.withUnsafeBytes { buffer in
      Result { () throws(ArenaExhausted) in try copy(buffer) }
    }
    return binaryData(try result.get())
  }

  /// A message field; nil for an absent one.
  package func message<M: Message>(
    _ value: M?
  ) throws(ArenaExhausted) -> UnsafeMutablePointer<M.CMessage>? {
    guard let value else { return nil }
    let message = try allocate(M.CMessage.self, count: 1)
    try value.write(to: message, in: self)
    return message
  }

  /// A `repeated` message field: its count and its array of pointers.
  package func messages<M: Message>(
    _ values: [M]
  ) throws(ArenaExhausted) -> (Int, UnsafeMutablePointer<UnsafeMutablePointer<M.CMessage>?>?) {
    try array(values) { value throws(ArenaExhausted) in try message(value) }
  }

  /// A `repeated string` field.
  package func texts(
    _ values: [String]
  ) throws(ArenaExhausted) -> (Int, UnsafeMutablePointer<ProtobufCBinaryData>?) {
    try array(values) { value throws(ArenaExhausted) in try text(value) }
  }

  /// A `repeated bytes` field.
  package func byteStrings(
    _ values: [[UInt8]]
  ) throws(ArenaExhausted) -> (Int, UnsafeMutablePointer<ProtobufCBinaryData>?) {
    try array(values) { value throws(ArenaExhausted) in try bytes(value) }
  }

  /// A `repeated` field of numbers, bools or enums.
  package func array<Value, Element>(
    _ values: [Value],
    _ convert: (Value) throws(ArenaExhausted) -> Element
  ) throws(ArenaExhausted) -> (Int, UnsafeMutablePointer<Element>?) {
    guard !values.isEmpty else { return (0, nil) }
    let elements = try allocate(Element.self, count: values.count)
    var index = 0
    for value in values {
      (elements + index).initialize(to: try convert(value))
      index += 1
    }
    return (values.count, elements)
  }

  private func binaryData(_ bytes: UnsafeRawBufferPointer) -> ProtobufCBinaryData {
    let data = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
    return ProtobufCBinaryData(len: bytes.count, data: data?.assumingMemoryBound(to: UInt8.self))
  }
}
