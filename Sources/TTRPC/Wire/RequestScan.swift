import Transport

/// What a Request's bytes hold, counted before any memory is taken for it.
///
/// A pair of metadata takes two bytes on the wire and a hundred when decoded, so a count after decoding comes
/// too late. Bytes that are no valid message are left to the decoder, which says so.
struct RequestScan: Sendable, Equatable {
  /// Bytes that a pair may take besides its key and value: a tag and a length for each.
  static let pairOverheadBytes = 12

  private static let metadataTag: UInt64 = 5 << 3 | 2

  /// Fields of the envelope itself.
  private(set) var fields = 0

  /// Pairs of metadata.
  private(set) var metadataEntries = 0

  /// Bytes in the pairs of metadata, as encoded.
  private(set) var metadataBytes = 0

  /// Counts until a limit is passed, the message ends, or its bytes make no sense.
  init(_ bytes: UnsafeRawBufferPointer, limits: TTRPCLimits, connectionLimits: ConnectionLimits) {
    var position = 0
    while position < bytes.count, refusal(limits, connectionLimits) == nil {
      guard let tag = Self.varint(bytes, &position) else { return }
      fields += 1
      switch tag & 7 {
      case 0:
        guard Self.varint(bytes, &position) != nil else { return }
      case 1: position += 8
      case 5: position += 4
      case 2:
        guard let length = Self.varint(bytes, &position), length <= bytes.count - position else { return }
        if tag == Self.metadataTag {
          metadataEntries += 1
          metadataBytes += Int(length)
        }
        position += Int(length)
      default: return
      }
    }
  }

  /// Why the request is not decoded, if it is not.
  func refusal(_ limits: TTRPCLimits, _ connectionLimits: ConnectionLimits) -> Refusal? {
    if metadataEntries > connectionLimits.maxMetadataEntries {
      return .tooManyMetadataEntries(limit: connectionLimits.maxMetadataEntries)
    }
    if metadataBytes > connectionLimits.maxMetadataBytes + metadataEntries * Self.pairOverheadBytes {
      return .oversizeMetadata(bytes: metadataBytes, limit: connectionLimits.maxMetadataBytes)
    }
    if fields > limits.maxRequestFields { return .tooManyFields(limit: limits.maxRequestFields) }
    return nil
  }

  /// Nil where the bytes end too early or the number is longer than protobuf's longest.
  private static func varint(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> UInt64? {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while position < bytes.count, shift < 64 {
      let byte = bytes[position]
      position += 1
      number |= UInt64(byte & 0x7f) << shift
      if byte & 0x80 == 0 { return number }
      shift += 7
    }
    return nil
  }
}
