import CCrypt

/// A bcrypt hash of another system: `$2b$10$`, 22 characters of salt and 31 of hash.
///
/// bcrypt reads the first 72 bytes of a password; so did the system that made the hash, and any longer
/// password with the same beginning matches. `$2a$`, `$2b$` and `$2y$` are the same for libcrypt; `$2x$` has
/// a known fault and is refused.
struct BcryptHash: Sendable, Hashable {
  let text: String

  private static let alphabet = Array("./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
  private static let prefixes = ["$2a$", "$2b$", "$2y$"]
  private static let bytes = 60
  private static let hashBytes = 31

  /// Reads a hash, and checks what it costs without computing anything.
  init(parsing text: String) throws(PasswordHashFault) {
    guard Self.prefixes.contains(where: text.hasPrefix) else { throw .unknownScheme }
    let bytes = Array(text.utf8)
    // The last character has two bits that no hash uses.
    guard bytes.count == Self.bytes, bytes[6] == UInt8(ascii: "$"),
      bytes[4...5].allSatisfy({ (0x30...0x39).contains($0) }), bytes[7...].allSatisfy(Self.alphabet.contains),
      Self.alphabet.firstIndex(of: bytes[59])! % 4 == 0
    else { throw .malformed }
    let cost = Int(bytes[4] - 0x30) * 10 + Int(bytes[5] - 0x30)
    guard cost >= CredentialLimits.bcryptCost.lowerBound else { throw .malformed }
    guard cost <= CredentialLimits.bcryptCost.upperBound else { throw .tooCostly }
    self.text = text
  }

  func matches(_ password: Password) throws(PasswordHashError) -> Bool {
    // To libcrypt, a password ends at its first NUL: without this, "secret\0x" would match the hash of
    // "secret".
    guard !password.bytes.contains(0) else { return false }
    // libcrypt refuses passwords of 512 bytes and more instead of cutting them as bcrypt does.
    let phrase =
      password.bytes.prefix(CredentialLimits.maxBcryptPasswordBytes).map(CChar.init(bitPattern:)) + [0]
    let size = MemoryLayout<crypt_data>.size
    let data = UnsafeMutableRawPointer.allocate(
      byteCount: size,
      alignment: MemoryLayout<crypt_data>.alignment
    )
    data.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    defer { data.deallocate() }
    guard let computed = crypt_rn(phrase, text, data, Int32(size)) else {
      throw PasswordHashError("libcrypt did not compute a bcrypt hash")
    }
    // Without the salt before it: some systems set its unused bits, which libcrypt clears.
    let hash = Array(String(cString: computed).utf8.suffix(Self.hashBytes))
    return ConstantTime.equal(hash, Array(text.utf8.suffix(Self.hashBytes)))
  }
}
