extension MessageBounds {
  /// The most fields of one request, including unknown ones and those of nested messages. The largest valid
  /// batch has 4,000; protobuf-c needs about 40 bytes for each.
  package static let maxFieldsPerRequest = 32_768

  /// A payload of at most this length cannot have more than ``maxFieldsPerRequest`` fields, because each
  /// takes two bytes. If the message has no bounds, such a payload needs no check.
  private static let maxUncheckedBytes = 2 * maxFieldsPerRequest

  /// Refuses a request whose fields exceed their bounds, or that is not in the wire format. It reads the
  /// bytes once, skips the contents of texts and numbers, and allocates nothing.
  package func check(_ bytes: UnsafeRawBufferPointer) throws(DecodingError) {
    if fields.isEmpty, bytes.count <= Self.maxUncheckedBytes { return }
    var remaining = Self.maxFieldsPerRequest
    try checkMessage(bytes, &remaining)
  }

  /// Checks one message, with its own counters.
  private func checkMessage(
    _ bytes: UnsafeRawBufferPointer,
    _ remaining: inout Int
  ) throws(DecodingError) {
    guard counters > 0 else { return try checkFields(bytes, nil, &remaining) }
    var left = remaining
    let result = withUnsafeTemporaryAllocation(of: Int.self, capacity: counters) { counts in
      counts.initialize(repeating: 0)
      return Result { () throws(DecodingError) in try checkFields(bytes, counts.baseAddress, &left) }
    }
    remaining = left
    try result.get()
  }

  /// - Parameter counts: the number of entries so far, for each repeated field.
  private func checkFields(
    _ bytes: UnsafeRawBufferPointer,
    _ counts: UnsafeMutablePointer<Int>?,
    _ remaining: inout Int
  ) throws(DecodingError) {
    var reader = WireReader(bytes)
    while !reader.isAtEnd {
      guard remaining > 0 else { throw DecodingError(.tooLarge) }
      remaining -= 1
      guard let (number, wireType) = reader.tag(), let content = reader.content(wireType) else {
        throw DecodingError(.malformed)
      }
      guard let field = fields.first(where: { $0.number == number }) else { continue }
      let isBytes = wireType == WireReader.lengthPrefixed
      var index: Int?
      if field.isRepeated, let counts {
        let count = counts + field.counter
        index = count.pointee
        try field.count(content, isPacked: isBytes && field.element != nil, count)
      }
      // If the wire type does not fit the field, protobuf-c refuses the message as malformed.
      guard isBytes, field.element == nil else { continue }
      guard content.count <= field.maxBytes else {
        throw DecodingError(.tooManyBytes(field.maxBytes), field: field.path(index))
      }
      guard let message = field.message?.pointee else { continue }
      do {
        if field.isRepeated {
          try message.checkMessage(content, &remaining)
        } else {
          try message.checkFields(content, counts.map { $0 + field.counter }, &remaining)
        }
      } catch {
        throw error.isAboutField ? error.inside(field.path(index)) : error
      }
    }
  }
}

extension FieldBounds {
  fileprivate func path(_ index: Int?) -> String { index.map { "\(name)[\($0)]" } ?? "\(name)" }

  /// Adds the entries to the field's count.
  fileprivate func count(
    _ content: UnsafeRawBufferPointer,
    isPacked: Bool,
    _ count: UnsafeMutablePointer<Int>
  ) throws(DecodingError) {
    let room = maxItems - count.pointee
    var entries = 1
    if isPacked {
      switch element {
      // No number takes more than ten bytes, so longer contents have too many and need not be counted.
      case .varint?:
        entries = content.count > room * 10 ? .max : content.count { $0 < 0x80 }
      default: entries = content.count / max(1, element?.rawValue ?? 1)
      }
    }
    guard entries <= room else { throw DecodingError(.tooManyItems(maxItems), field: "\(name)") }
    count.pointee += entries
  }
}

/// Reads the wire format, field by field. It is at least as strict as protobuf-c: if protobuf-c read a field
/// that this reader does not see, that field would not be checked.
private struct WireReader {
  static let lengthPrefixed: UInt8 = 2

  private var cursor: UnsafeRawPointer
  private let end: UnsafeRawPointer

  init(_ bytes: UnsafeRawBufferPointer) {
    // An empty buffer may have no address; any address works, because the cursor is at its end.
    cursor = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1).unsafelyUnwrapped
    end = cursor + bytes.count
  }

  var isAtEnd: Bool { cursor == end }

  /// A field's number and its wire type; nil if there is no valid tag.
  mutating func tag() -> (number: UInt32, wireType: UInt8)? {
    guard let tag = varint(maxBytes: 5), let tag = UInt32(exactly: tag), tag >= 8 else { return nil }
    return (tag >> 3, UInt8(tag & 7))
  }

  /// The bytes after the tag, without the length; nil if they are not valid.
  mutating func content(_ wireType: UInt8) -> UnsafeRawBufferPointer? {
    switch wireType {
    case 0:
      let start = cursor
      guard varint(maxBytes: 10) != nil else { return nil }
      return UnsafeRawBufferPointer(start: start, count: cursor - start)
    case 1: return take(8)
    case Self.lengthPrefixed:
      guard let length = varint(maxBytes: 5) else { return nil }
      return take(length)
    case 5: return take(4)
    default: return nil
    }
  }

  private mutating func take(_ count: UInt64) -> UnsafeRawBufferPointer? {
    guard count <= UInt64(end - cursor) else { return nil }
    defer { cursor += Int(count) }
    return UnsafeRawBufferPointer(start: cursor, count: Int(count))
  }

  private mutating func varint(maxBytes: Int) -> UInt64? {
    var value: UInt64 = 0
    for index in 0..<min(maxBytes, end - cursor) {
      let byte = cursor.load(fromByteOffset: index, as: UInt8.self)
      value |= UInt64(byte & 0x7f) << UInt64(7 * index)
      if byte < 0x80 {
        cursor += index + 1
        return value
      }
    }
    return nil
  }
}
