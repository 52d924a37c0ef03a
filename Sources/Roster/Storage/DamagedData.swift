import ProtobufC

/// Stored data that this program cannot have written: the file was damaged, or changed by other means.
struct DamagedData: Error, CustomStringConvertible {
  /// Such as `the record of event 7`.
  let place: String
  let problem: String

  var description: String { "\(place) \(problem)" }
}

extension Message {
  /// Decodes a message that was stored.
  ///
  /// - Parameter place: names it in the error, which is nothing the caller of the moment has to answer for.
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
