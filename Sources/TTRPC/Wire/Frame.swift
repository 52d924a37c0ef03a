import NIOCore

/// What a frame is. Types that this version does not know are ignored, so that later ones can be added.
struct FrameType: RawRepresentable, Sendable, Hashable {
  let rawValue: UInt8

  /// Opens a stream.
  static let request = FrameType(rawValue: 1)
  /// Ends a stream with its reply or its error.
  static let response = FrameType(rawValue: 2)
  /// One message on an open stream.
  static let data = FrameType(rawValue: 3)
}

struct FrameFlags: OptionSet, Sendable, Hashable {
  let rawValue: UInt8

  /// The sender sends nothing more on this stream.
  static let remoteClosed = FrameFlags(rawValue: 0x01)
  /// The sender of a Request is going to send Data.
  static let remoteOpen = FrameFlags(rawValue: 0x02)
  /// The frame carries no message; without it, an empty Data frame is an empty message.
  static let noData = FrameFlags(rawValue: 0x04)
}

/// The ten bytes before a frame's body: length of the body, stream, type, flags; numbers in network order.
///
/// See the protocol's specification, <https://github.com/containerd/ttrpc/blob/main/PROTOCOL.md>.
struct FrameHeader: Sendable, Hashable {
  static let byteCount = 10

  /// Bytes in the body. The first byte of the field is reserved and 0, so this is below 16 MiB.
  var length: Int
  var stream: UInt32
  var type: FrameType
  var flags: FrameFlags = []
}

extension FrameHeader {
  /// Reads a header from at least ``byteCount`` bytes.
  init(_ bytes: UnsafeRawBufferPointer) {
    length = Int(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt32.self)))
    stream = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
    type = FrameType(rawValue: bytes[8])
    flags = FrameFlags(rawValue: bytes[9])
  }

  /// Writes the header to at least ``byteCount`` bytes.
  func write(to bytes: UnsafeMutableRawBufferPointer) {
    bytes.storeBytes(of: UInt32(length).bigEndian, toByteOffset: 0, as: UInt32.self)
    bytes.storeBytes(of: stream.bigEndian, toByteOffset: 4, as: UInt32.self)
    bytes[8] = type.rawValue
    bytes[9] = flags.rawValue
  }
}

extension ByteBuffer {
  mutating func writeFrameHeader(_ header: FrameHeader) {
    writeWithUnsafeMutableBytes(minimumWritableBytes: FrameHeader.byteCount) { bytes in
      header.write(to: bytes)
      return FrameHeader.byteCount
    }
  }
}
