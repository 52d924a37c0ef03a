import Crypto

/// A code that replaces the second factor once: four groups of four characters, 80 random bits.
///
/// The alphabet is Crockford's base 32: digits and capital letters without I, L, O and U.
package struct RecoveryCode: Sendable, CustomStringConvertible {
  package static let codesInSet = 10
  static let characters = 16
  static let groupCharacters = 4
  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

  /// Without the dashes.
  fileprivate let bytes: [UInt8]

  /// The codes of a user, from the system's CSPRNG.
  package static func makeSet() -> [RecoveryCode] {
    var generator = SystemRandomNumberGenerator()
    return makeSet(using: &generator)
  }

  package static func makeSet(using generator: inout some RandomNumberGenerator) -> [RecoveryCode] {
    (0..<codesInSet).map { _ in
      RecoveryCode(bytes: (0..<characters).map { _ in alphabet.randomElement(using: &generator)! })
    }
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// A code as typed: in either case, with or without spaces and dashes, with O for 0 and I or L for 1.
  ///
  /// - Returns: nil if it cannot be a code.
  package init?(typed text: String) {
    var bytes: [UInt8] = []
    for byte in text.utf8 where byte != UInt8(ascii: " ") && byte != UInt8(ascii: "-") {
      let capital = (0x61...0x7a).contains(byte) ? byte & 0xdf : byte
      let read =
        switch UnicodeScalar(capital) {
        case "O": UInt8(ascii: "0")
        case "I", "L": UInt8(ascii: "1")
        default: capital
        }
      guard Self.alphabet.contains(read) else { return nil }
      bytes.append(read)
    }
    guard bytes.count == Self.characters else { return nil }
    self.bytes = bytes
  }

  /// The code for its user, in groups. Shown once, never stored.
  package var text: String {
    stride(from: 0, to: bytes.count, by: Self.groupCharacters).map { start in
      String(decoding: bytes[start..<start + Self.groupCharacters], as: UTF8.self)
    }.joined(separator: "-")
  }

  /// Never the code: it must not get into a log.
  package var description: String { "RecoveryCode" }
}

/// What is stored of a recovery code: a salt of 16 bytes, and SHA-256 of the salt and the code.
///
/// A fast hash is enough: 80 bits cannot be tried. At 10^12 hashes a second that takes 38,000 years for one
/// code, and the salt keeps one search from serving all codes of all users.
package struct RecoveryCodeHash: Sendable, Hashable {
  private static let saltBytes = 16
  private static let hashBytes = 32

  /// What is stored.
  package let bytes: [UInt8]

  package init(of code: RecoveryCode) {
    var generator = SystemRandomNumberGenerator()
    self.init(of: code, using: &generator)
  }

  package init(of code: RecoveryCode, using generator: inout some RandomNumberGenerator) {
    let salt = generator.bytes(Self.saltBytes)
    bytes = salt + Self.hash(code, salt)
  }

  /// - Returns: nil if these are not the bytes of such a hash.
  package init?(bytes: [UInt8]) {
    guard bytes.count == Self.saltBytes + Self.hashBytes else { return nil }
    self.bytes = bytes
  }

  package func matches(_ code: RecoveryCode) -> Bool {
    let salt = Array(bytes.prefix(Self.saltBytes))
    return ConstantTime.equal(Self.hash(code, salt), Array(bytes.dropFirst(Self.saltBytes)))
  }

  /// Which of a user's hashes a code has. All of them are compared, so the time does not tell.
  package static func index(of code: RecoveryCode, in hashes: [RecoveryCodeHash]) -> Int? {
    var match: Int?
    for (index, hash) in hashes.enumerated() where hash.matches(code) { match = index }
    return match
  }

  private static func hash(_ code: RecoveryCode, _ salt: [UInt8]) -> [UInt8] {
    Array(SHA256.hash(data: salt + code.bytes))
  }
}
