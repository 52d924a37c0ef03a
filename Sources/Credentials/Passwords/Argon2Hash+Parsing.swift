extension Argon2Hash {
  /// Reads a hash in the PHC string format, and checks what it costs without computing anything.
  init(parsing text: String) throws(PasswordHashFault) {
    var fields = text.split(separator: "$", omittingEmptySubsequences: false).dropFirst()
    guard let variant = fields.popFirst().flatMap({ Variant(rawValue: String($0)) }) else {
      throw .unknownScheme
    }
    // Hashes from before version 0x13 do not name theirs.
    var version: UInt32 = 0x10
    if fields.count == 4, let field = fields.popFirst() {
      guard let number = Self.number(field, "v"), number == 0x10 || number == 0x13 else { throw .malformed }
      version = UInt32(number)
    }
    guard fields.count == 3 else { throw .malformed }
    let cost = fields.removeFirst().split(separator: ",", omittingEmptySubsequences: false)
    guard cost.count == 3, let memoryKiB = Self.number(cost[0], "m"), let passes = Self.number(cost[1], "t"),
      let lanes = Self.number(cost[2], "p"), lanes >= 1, passes >= 1, memoryKiB >= 8 * lanes,
      let salt = Base64.decode(fields.removeFirst()), let hash = Base64.decode(fields.removeFirst()),
      CredentialLimits.argon2SaltBytes.contains(salt.count),
      CredentialLimits.argon2HashBytes.contains(hash.count)
    else { throw .malformed }
    guard let parameters = Argon2Parameters(memoryKiB: memoryKiB, passes: passes, lanes: lanes) else {
      throw .tooCostly
    }
    self.init(variant: variant, version: version, parameters: parameters, salt: salt, hash: hash)
  }

  /// The number of `name=number`, in its only spelling.
  private static func number(_ field: Substring, _ name: String) -> Int? {
    guard field.hasPrefix("\(name)="), let number = UInt32(field.dropFirst(name.utf8.count + 1)),
      field == "\(name)=\(number)"
    else { return nil }
    return Int(number)
  }
}
