import Crypto

/// Time-based one-time codes (RFC 6238): HMAC-SHA-1, 30 s, which all authenticator apps support.
///
/// HMAC-SHA-1 is not affected by the collisions of SHA-1 (RFC 6238, section 1.2; RFC 6194, section 3.3).
package struct TOTP: Sendable {
  package static let secretBytes = 20
  package static let standardDigits = 6
  static let stepSeconds: Int64 = 30
  /// Codes of this many steps before and after the present one are accepted (RFC 6238, section 5.2).
  static let skewSteps: Int64 = 1

  private let secret: [UInt8]
  private let digits: Int

  /// - Parameter digits: 6 to 8.
  package init(secret: [UInt8], digits: Int = standardDigits) {
    precondition((6...8).contains(digits), "codes have 6 to 8 digits")
    self.secret = secret
    self.digits = digits
  }

  /// A secret of 160 bits, as long as the hash (RFC 4226, section 4, R6).
  package static func makeSecret() -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return makeSecret(using: &generator)
  }

  package static func makeSecret(using generator: inout some RandomNumberGenerator) -> [UInt8] {
    generator.bytes(secretBytes)
  }

  /// Checks a code.
  ///
  /// - Parameters:
  ///   - code: as typed; apps show codes with a space in the middle.
  ///   - seconds: the time, since 1970.
  ///   - lastAcceptedStep: what this function returned for the last accepted code of this secret; nil if
  ///     there was none. To be compared and replaced in one transaction, so that a code is accepted once (RFC
  ///     6238, section 5.2).
  /// - Returns: the step of the code; nil if the code is wrong or was used.
  package func matchingStep(code: String, at seconds: Int64, after lastAcceptedStep: Int64?) -> Int64? {
    let typed = code.utf8.filter { $0 != UInt8(ascii: " ") }
    let now = Self.step(at: seconds)
    var match: Int64?
    // All candidates are computed and compared, so the time does not tell which was right. Should one code be
    // that of two steps, the later one counts, or it could be used twice.
    for step in now - Self.skewSteps...now + Self.skewSteps {
      if ConstantTime.equal(typed, Array(self.code(atStep: step).utf8)) { match = step }
    }
    guard let match, match > lastAcceptedStep ?? Int64.min else { return nil }
    return match
  }

  static func step(at seconds: Int64) -> Int64 {
    // Rounded down before 1970 as well.
    (seconds - (seconds % stepSeconds + stepSeconds) % stepSeconds) / stepSeconds
  }

  /// The code of a step (RFC 4226, section 5.3).
  func code(atStep step: Int64) -> String {
    let counter = withUnsafeBytes(of: step.bigEndian) { Array($0) }
    let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
    let offset = Int(mac[19] & 0xf)
    let number = mac[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
    let modulus: UInt32 = (0..<digits).reduce(1) { power, _ in power * 10 }
    let text = String(number % modulus)
    return String(repeating: "0", count: digits - text.utf8.count) + text
  }

  /// The secret as people type it into an app that cannot read the QR code.
  package var secretText: String { Base32.encode(secret) }

  /// The URI in the QR code (the "Key Uri Format" of Google Authenticator).
  ///
  /// - Parameters:
  ///   - issuer: the product's name.
  ///   - account: the user's address.
  package func uri(issuer: String, account: String) -> String {
    // A colon separates the two, and neither may have one.
    let issuer = Self.encode(issuer.replacing(":", with: ""))
    let account = Self.encode(account.replacing(":", with: ""))
    return "otpauth://totp/\(issuer):\(account)?secret=\(secretText)&issuer=\(issuer)"
      + "&algorithm=SHA1&digits=\(digits)&period=\(Self.stepSeconds)"
  }

  /// Percent-encodes all but the unreserved characters (RFC 3986, section 2.3): apps disagree on the others.
  private static func encode(_ text: String) -> String {
    let hex = Array("0123456789ABCDEF".utf8)
    var encoded: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e: encoded.append(byte)
      default: encoded += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}
