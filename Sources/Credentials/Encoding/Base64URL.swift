import Foundation

/// Base64 (RFC 4648) without padding, which URLs, JSON and headers take as it is.
package enum Base64URL {
  package static func encode(_ bytes: some Sequence<UInt8>) -> String {
    Base64.encode(bytes).replacing("+", with: "-").replacing("/", with: "_")
  }

  /// - Returns: nil if the text is not exactly what `encode` makes of some bytes.
  package static func decode(_ text: String) -> [UInt8]? {
    guard !text.utf8.contains(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/") }) else {
      return nil
    }
    return Base64.decode(text.replacing("-", with: "+").replacing("_", with: "/"))
  }
}

/// Base64 with the standard alphabet and without padding, as in password hashes.
enum Base64 {
  static func encode(_ bytes: some Sequence<UInt8>) -> String {
    Data(bytes).base64EncodedString().replacing("=", with: "")
  }

  /// - Returns: nil if the text is not exactly what `encode` makes of some bytes, so that a value has one
  ///   spelling only.
  static func decode(_ text: some StringProtocol) -> [UInt8]? {
    let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    guard let data = Data(base64Encoded: text + padding), encode(data) == text else { return nil }
    return Array(data)
  }
}
