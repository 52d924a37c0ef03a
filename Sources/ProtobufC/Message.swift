import CProtobufC

/// A value that protobuf-c encodes and decodes as a protobuf message.
///
/// Generated types conform to it. The C struct is an intermediate form; it is valid until the arena's reset.
package protocol Message: Sendable, Hashable {
  /// The struct that protoc-c generated for this message.
  associatedtype CMessage

  static var descriptor: MessageDescriptor { get }

  /// Copies the value from the C struct, and checks its text.
  init(reading message: UnsafePointer<CMessage>) throws(DecodingError)

  /// Writes the value to an uninitialised C struct; the memory it points to is of the arena.
  func write(to message: UnsafeMutablePointer<CMessage>, in arena: Arena) throws(ArenaExhausted)

  /// The message with every field empty that the contract marks as secret: what may be kept of it.
  var withoutSecrets: Self { get }

  /// Whether the message can have a secret, itself or in a message inside it.
  static var hasSecrets: Bool { get }
}

extension Message {
  /// The generator writes another one for messages that have secrets.
  package var withoutSecrets: Self { self }

  package static var hasSecrets: Bool { false }

  /// Decodes a message. The arena is used for the intermediate form only; the value is independent of it.
  @inlinable
  package init(unpacking bytes: UnsafeRawBufferPointer, in arena: Arena) throws(DecodingError) {
    let message = try arena.unpack(Self.descriptor, bytes)
    try self.init(reading: UnsafePointer(message.assumingMemoryBound(to: CMessage.self)))
  }

  /// Encodes the message into the arena; the bytes are valid until its reset.
  @inlinable
  package func packed(in arena: Arena) throws(ArenaExhausted) -> UnsafeRawBufferPointer {
    let message = try arena.allocate(CMessage.self, count: 1)
    try write(to: message, in: arena)
    return try arena.pack(message)
  }

  /// Decodes a message, with an arena of its own.
  package init(serializedBytes bytes: [UInt8]) throws(DecodingError) {
    let arena = Arena()
    // The closure has no typed throws; it throws only DecodingError.
    let result = bytes.withUnsafeBytes { buffer -> Result<Self, DecodingError> in
      Result { () throws(DecodingError) in try Self(unpacking: buffer, in: arena) }
    }
    self = try result.get()
  }

  /// The message's encoding.
  package func serializedBytes() throws(ArenaExhausted) -> [UInt8] {
    let arena = Arena()
    return Array(try packed(in: arena))
  }
}

extension Arena {
  /// Runs protobuf-c's parser.
  package func unpack(
    _ descriptor: MessageDescriptor,
    _ bytes: UnsafeRawBufferPointer
  ) throws(DecodingError) -> UnsafeMutableRawPointer {
    // protobuf-c calculates with the address even if there are no bytes.
    let base = bytes.baseAddress ?? UnsafeRawPointer(descriptor.pointer)
    let data = base.assumingMemoryBound(to: UInt8.self)
    guard let message = protobuf_c_message_unpack(descriptor.pointer, allocator, bytes.count, data) else {
      throw DecodingError(isExhausted ? .tooLarge : .malformed)
    }
    return UnsafeMutableRawPointer(message)
  }

  /// Runs protobuf-c's serialiser on an initialised C message.
  package func pack<CMessage>(
    _ message: UnsafeMutablePointer<CMessage>
  ) throws(ArenaExhausted) -> UnsafeRawBufferPointer {
    let base = UnsafeRawPointer(message).assumingMemoryBound(to: ProtobufCMessage.self)
    let size = protobuf_c_message_get_packed_size(base)
    let buffer = try allocate(UInt8.self, count: size)
    let written = protobuf_c_message_pack(base, buffer)
    return UnsafeRawBufferPointer(start: buffer, count: written)
  }
}
