import ProtobufC
import RPC

/// A frame as the protocol's specification draws it, written down here once more so that the server's own
/// reading of it is put to the test.
struct RawFrame: Equatable {
  static let request: UInt8 = 1
  static let response: UInt8 = 2
  static let data: UInt8 = 3
  static let remoteClosed: UInt8 = 0x01
  static let remoteOpen: UInt8 = 0x02
  static let noData: UInt8 = 0x04

  var stream: UInt32
  var type = Self.request
  var flags: UInt8 = 0
  var body: [UInt8] = []

  var bytes: [UInt8] { Self.header(length: UInt32(body.count), stream, type, flags) + body }

  static func header(length: UInt32, _ stream: UInt32, _ type: UInt8 = request, _ flags: UInt8 = 0) -> [UInt8]
  {
    bigEndian(length) + bigEndian(stream) + [type, flags]
  }

  private static func bigEndian(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}

/// A ttrpc Request, with whatever in its fields.
struct RawRequest {
  var service: [UInt8]
  var method: [UInt8]
  var payload: [UInt8]
  var timeoutNanoseconds: Int64 = 0
  var metadata: [(key: [UInt8], value: [UInt8])] = []

  init(_ service: String, _ method: String, payload: [UInt8] = []) {
    self.service = Array(service.utf8)
    self.method = Array(method.utf8)
    self.payload = payload
  }

  init(_ method: MethodDescriptor, payload: [UInt8]) {
    self.init(method.service, method.name, payload: payload)
  }

  var bytes: [UInt8] {
    var bytes = Protobuf.bytes(1, service) + Protobuf.bytes(2, method) + Protobuf.bytes(3, payload)
    if timeoutNanoseconds != 0 { bytes += Protobuf.number(4, UInt64(bitPattern: timeoutNanoseconds)) }
    for pair in metadata {
      bytes += Protobuf.bytes(5, Protobuf.bytes(1, pair.key) + Protobuf.bytes(2, pair.value))
    }
    return bytes
  }
}

/// A ttrpc Response's body, read.
enum RawResponse {
  static func read(_ body: [UInt8]) throws -> Result<[UInt8], RPCError> {
    var payload: [UInt8] = []
    var rest = body[...]
    while !rest.isEmpty {
      let (field, value) = try Protobuf.nextBytes(&rest)
      if field == 2 { payload = value }
      if field == 1, let error = RPCError(try Status(serializedBytes: value), in: Arena()) {
        return .failure(error)
      }
    }
    return .success(payload)
  }
}

/// As much of protobuf's encoding as the envelope needs, and as bad requests are made of.
enum Protobuf {
  struct Malformed: Error {}

  static func bytes(_ field: UInt64, _ value: [UInt8]) -> [UInt8] {
    varint(field << 3 | 2) + varint(UInt64(value.count)) + value
  }

  static func bytes(_ field: UInt64, _ value: String) -> [UInt8] {
    bytes(field, Array(value.utf8))
  }

  static func number(_ field: UInt64, _ value: UInt64) -> [UInt8] {
    varint(field << 3) + varint(value)
  }

  private static func varint(_ number: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  /// Takes a length-delimited field off the front.
  static func nextBytes(_ rest: inout ArraySlice<UInt8>) throws -> (field: UInt64, value: [UInt8]) {
    let tag = try nextVarint(&rest)
    let length = Int(try nextVarint(&rest))
    guard tag & 7 == 2, length <= rest.count else { throw Malformed() }
    defer { rest = rest.dropFirst(length) }
    return (tag >> 3, Array(rest.prefix(length)))
  }

  private static func nextVarint(_ rest: inout ArraySlice<UInt8>) throws -> UInt64 {
    var number: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = rest.popFirst() else { throw Malformed() }
      number |= UInt64(byte & 0x7f) << shift
      if byte & 0x80 == 0 { return number }
    }
    throw Malformed()
  }
}
