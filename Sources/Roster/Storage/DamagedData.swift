import ProtobufC

/// Stored data that this program cannot have written: the file is damaged, or was changed by other means.
struct DamagedData: Error, CustomStringConvertible {
  /// Such as `the record of event 7`.
  let place: String
  let problem: String

  var description: String { "\(place) \(problem)" }
}

extension Message {
  /// Decodes a stored message.
  ///
  /// - Parameter place: the place to name in the error.
  init(stored bytes: [UInt8], in arena: Arena, _ place: @autoclosure () -> String) throws(DamagedData) {
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(DecodingError) in try Self(unpacking: buffer, in: arena) }
    }
    do {
      self = try result.get()
    } catch {
      let field = error.field.isEmpty ? "" : " in \(error.field)"
      throw DamagedData(place: place(), problem: "\(error.explanation)\(field)")
    }
  }
}
