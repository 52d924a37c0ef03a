import CProtobufC

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// Reads protobuf-c's fields as Swift values. protobuf-c does not check text, so it is checked here.

/// A `string` field, which reaches C as `bytes`: protobuf-c would cut it at an embedded NUL.
package func readText(_ data: ProtobufCBinaryData, _ field: StaticString) throws(DecodingError) -> String {
  try readText(data) { field.description }
}

private func readText(_ data: ProtobufCBinaryData, _ field: () -> String) throws(DecodingError) -> String {
  guard data.len > 0, let start = data.data else { return "" }
  guard let text = String(validating: UnsafeBufferPointer(start: start, count: data.len), as: UTF8.self)
  else {
    throw DecodingError(.invalidUTF8, field: field())
  }
  guard memchr(start, 0, data.len) == nil else { throw DecodingError(.embeddedNUL, field: field()) }
  return text
}

/// A `bytes` field.
package func readBytes(_ data: ProtobufCBinaryData) -> [UInt8] {
  Array(UnsafeRawBufferPointer(start: data.data, count: data.len))
}

/// A message field; nil for an absent one.
package func readMessage<M: Message>(
  _ message: UnsafeMutablePointer<M.CMessage>?,
  _ field: StaticString,
  as type: M.Type = M.self
) throws(DecodingError) -> M? {
  guard let message else { return nil }
  do {
    return try M(reading: message)
  } catch {
    throw error.inside(field.description)
  }
}

/// A `repeated` message field.
package func readMessages<M: Message>(
  _ count: Int,
  _ messages: UnsafeMutablePointer<UnsafeMutablePointer<M.CMessage>?>?,
  _ field: StaticString,
  as type: M.Type = M.self
) throws(DecodingError) -> [M] {
  guard count > 0, let messages else { return [] }
  var values: [M] = []
  values.reserveCapacity(count)
  for index in 0..<count {
    guard let message = messages[index] else { continue }
    do {
      values.append(try M(reading: message))
    } catch {
      throw error.inside("\(field)[\(index)]")
    }
  }
  return values
}

/// A `repeated string` field.
package func readTexts(
  _ count: Int,
  _ texts: UnsafeMutablePointer<ProtobufCBinaryData>?,
  _ field: StaticString
) throws(DecodingError) -> [String] {
  guard count > 0, let texts else { return [] }
  var values: [String] = []
  values.reserveCapacity(count)
  for index in 0..<count {
    values.append(try readText(texts[index]) { "\(field)[\(index)]" })
  }
  return values
}

/// A `repeated` field of numbers, bools, enums or bytes.
package func readArray<Element, Value>(
  _ count: Int,
  _ elements: UnsafeMutablePointer<Element>?,
  _ convert: (Element) -> Value
) -> [Value] {
  UnsafeBufferPointer(start: elements, count: elements == nil ? 0 : count).map(convert)
}
