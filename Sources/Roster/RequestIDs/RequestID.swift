import RPC
import RosterProto

/// A caller's own id for a change, which identifies a repeat of it (AIP-155).
struct RequestID: Sendable, Hashable {
  static let maxBytes = 64

  let text: String

  /// - Throws: `INVALID_METADATA`.
  init(_ bytes: UnsafeRawBufferPointer) throws(RPCError) {
    guard (1...Self.maxBytes).contains(bytes.count), bytes.allSatisfy(Self.isAllowed) else {
      throw RPCError(
        .invalidMetadata,
        "The metadata request-id must be 1 to \(Self.maxBytes) letters, digits, -, _, . and :, "
          + "such as a UUID."
      )
    }
    text = String(decoding: bytes, as: UTF8.self)
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x3a, 0x5f: true
    default: false
    }
  }
}
