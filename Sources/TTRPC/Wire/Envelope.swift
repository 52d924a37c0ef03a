import CTTRPCProto
import NIOCore
import ProtobufC
import RPC

/// The messages that frames carry, to and from the wire. ttrpc's C structs are seen here only.
enum Envelope {
  private static let request = MessageDescriptor(ttrpc__request__init)
  private static let response = MessageDescriptor(ttrpc__response__init)
}

// MARK: - Requests

/// A Request as it came; all of it lies in the arena it was decoded into.
struct RequestEnvelope {
  let service: UnsafeRawBufferPointer
  let method: UnsafeRawBufferPointer
  let payload: UnsafeRawBufferPointer

  /// Time left to answer; 0 means no limit, and less that it has passed.
  let timeoutNanoseconds: Int64

  /// Keys in lower case.
  let metadata: Metadata

  /// Bytes in all keys and values.
  let metadataBytes: Int
}

extension Envelope {
  static func decodeRequest(
    _ bytes: UnsafeRawBufferPointer,
    in arena: Arena
  ) throws(DecodingError) -> RequestEnvelope {
    let message = try arena.unpack(request, bytes).assumingMemoryBound(to: Ttrpc__Request.self)
    let count = message.pointee.n_metadata
    var metadata = Metadata()
    var metadataBytes = 0
    if count > 0, let pairs = message.pointee.metadata {
      guard let entries = try? arena.allocate(Metadata.Entry.self, count: count) else {
        throw DecodingError(.tooLarge)
      }
      for index in 0..<count {
        guard let pair = pairs[index]?.pointee else { throw DecodingError(.malformed) }
        lowercase(pair.key)
        (entries + index).initialize(to: Metadata.Entry(key: view(pair.key), value: view(pair.value)))
        metadataBytes += pair.key.len + pair.value.len
      }
      metadata = Metadata(UnsafeBufferPointer(start: entries, count: count))
    }
    return RequestEnvelope(
      service: view(message.pointee.service),
      method: view(message.pointee.method),
      payload: view(message.pointee.payload),
      timeoutNanoseconds: message.pointee.timeout_nano,
      metadata: metadata,
      metadataBytes: metadataBytes
    )
  }

  /// Encodes a Request, without its frame's header.
  static func encodeRequest(
    _ method: MethodDescriptor,
    payload: UnsafeRawBufferPointer,
    timeoutNanoseconds: Int64,
    metadata: [(key: String, value: String)],
    in arena: Arena
  ) throws(ArenaExhausted) -> UnsafeRawBufferPointer {
    let message = try arena.allocate(Ttrpc__Request.self, count: 1)
    ttrpc__request__init(message)
    message.pointee.service = try arena.text(method.service)
    message.pointee.method = try arena.text(method.name)
    message.pointee.payload = field(payload)
    message.pointee.timeout_nano = timeoutNanoseconds
    (message.pointee.n_metadata, message.pointee.metadata) = try arena.array(metadata) {
      (pair) throws(ArenaExhausted) -> UnsafeMutablePointer<Ttrpc__KeyValue>? in
      let entry = try arena.allocate(Ttrpc__KeyValue.self, count: 1)
      ttrpc__key_value__init(entry)
      entry.pointee.key = try arena.text(pair.key.lowercased())
      entry.pointee.value = try arena.text(pair.value)
      return entry
    }
    return try arena.pack(message)
  }

  /// Lenient with peers that do not write keys in lower case. The bytes are the arena's own.
  private static func lowercase(_ key: ProtobufCBinaryData) {
    guard let start = key.data else { return }
    for index in 0..<key.len where start[index] >= 0x41 && start[index] <= 0x5a { start[index] |= 0x20 }
  }
}

// MARK: - Responses

extension Envelope {
  /// Appends a frame with a successful Response.
  ///
  /// - Returns: false, with nothing appended, where the frame would be longer than `maxBytes`.
  static func appendReply(
    _ payload: UnsafeRawBufferPointer,
    stream: UInt32,
    maxBytes: Int,
    to buffer: inout ByteBuffer
  ) -> Bool {
    var message = Ttrpc__Response()
    ttrpc__response__init(&message)
    message.payload = field(payload)
    return append(&message, stream: stream, maxBytes: maxBytes, to: &buffer)
  }

  /// Appends a frame with a failed Response. An error too large to be told is told without its details.
  static func appendFailure(
    _ error: RPCError,
    stream: UInt32,
    maxBytes: Int,
    arena: Arena,
    to buffer: inout ByteBuffer
  ) {
    if let status = try? encode(error, in: arena) {
      var message = Ttrpc__Response()
      ttrpc__response__init(&message)
      message.status = status
      if append(&message, stream: stream, maxBytes: maxBytes, to: &buffer) { return }
    }
    var status = Google__Rpc__Status()
    google__rpc__status__init(&status)
    status.code = error.code.rawValue
    withUnsafeMutablePointer(to: &status) { status in
      var message = Ttrpc__Response()
      ttrpc__response__init(&message)
      message.status = status
      _ = append(&message, stream: stream, maxBytes: .max, to: &buffer)
    }
  }

  /// Decodes a Response. The reply lies in the arena.
  static func decodeResponse(
    _ bytes: UnsafeRawBufferPointer,
    in arena: Arena
  ) throws(DecodingError) -> Result<UnsafeRawBufferPointer, RPCError> {
    let message = try arena.unpack(response, bytes).assumingMemoryBound(to: Ttrpc__Response.self)
    if let status = message.pointee.status, status.pointee.code != Code.ok.rawValue,
      let error = RPCError(try Status(reading: UnsafePointer(status)), in: arena)
    {
      return .failure(error)
    }
    return .success(view(message.pointee.payload))
  }

  private static func encode(
    _ error: RPCError,
    in arena: Arena
  ) throws(ArenaExhausted) -> UnsafeMutablePointer<Google__Rpc__Status> {
    let status = try arena.allocate(Google__Rpc__Status.self, count: 1)
    try error.status(in: arena).write(to: status, in: arena)
    return status
  }

  private static func append(
    _ message: inout Ttrpc__Response,
    stream: UInt32,
    maxBytes: Int,
    to buffer: inout ByteBuffer
  ) -> Bool {
    let length = ttrpc__response__get_packed_size(&message)
    guard length <= maxBytes else { return false }
    let header = FrameHeader(length: length, stream: stream, type: .response)
    buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: FrameHeader.byteCount + length) { bytes in
      header.write(to: bytes)
      let body = bytes.baseAddress.unsafelyUnwrapped + FrameHeader.byteCount
      return FrameHeader.byteCount + ttrpc__response__pack(&message, body.assumingMemoryBound(to: UInt8.self))
    }
    return true
  }
}

// MARK: - Fields

extension Envelope {
  private static func view(_ data: ProtobufCBinaryData) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: data.data, count: data.len)
  }

  private static func field(_ bytes: UnsafeRawBufferPointer) -> ProtobufCBinaryData {
    // protobuf-c only reads it.
    let start = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
    return ProtobufCBinaryData(len: bytes.count, data: start?.assumingMemoryBound(to: UInt8.self))
  }
}
