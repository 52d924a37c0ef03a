import CArgon2

/// An Argon2 hash in the PHC string format: `$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH`.
struct Argon2Hash: Sendable, Hashable {
  enum Variant: String, Sendable {
    case argon2i, argon2id

    fileprivate var type: Argon2_type { self == .argon2i ? Argon2_i : Argon2_id }
  }

  let variant: Variant
  /// 0x13; 0x10 for hashes made before 2016.
  let version: UInt32
  let parameters: Argon2Parameters
  let salt: [UInt8]
  let hash: [UInt8]

  static let currentVersion = ARGON2_VERSION_13.rawValue
  /// Of new hashes.
  static let newSaltBytes = 16
  static let newHashBytes = 32

  var text: String {
    let cost = "m=\(parameters.memoryKiB),t=\(parameters.passes),p=\(parameters.lanes)"
    return "$\(variant.rawValue)$v=\(version)$\(cost)$\(Base64.encode(salt))$\(Base64.encode(hash))"
  }

  func matches(_ password: Password) throws(PasswordHashError) -> Bool {
    let computed = try Self.compute(password, salt, variant, version, parameters, hash.count)
    return ConstantTime.equal(computed, hash)
  }

  static func make(
    _ password: Password,
    _ parameters: Argon2Parameters,
    salt: [UInt8]
  ) throws(PasswordHashError) -> Argon2Hash {
    let hash = try compute(password, salt, .argon2id, currentVersion, parameters, newHashBytes)
    return Argon2Hash(
      variant: .argon2id,
      version: currentVersion,
      parameters: parameters,
      salt: salt,
      hash: hash
    )
  }

  private static func compute(
    _ password: Password,
    _ salt: [UInt8],
    _ variant: Variant,
    _ version: UInt32,
    _ parameters: Argon2Parameters,
    _ hashBytes: Int
  ) throws(PasswordHashError) -> [UInt8] {
    var password = password.bytes
    var salt = salt
    var hash = [UInt8](repeating: 0, count: hashBytes)
    let result = password.withUnsafeMutableBufferPointer { password in
      salt.withUnsafeMutableBufferPointer { salt in
        hash.withUnsafeMutableBufferPointer { hash in
          var context = argon2_context()
          context.out = hash.baseAddress
          context.outlen = UInt32(hash.count)
          context.pwd = password.baseAddress
          context.pwdlen = UInt32(password.count)
          context.salt = salt.baseAddress
          context.saltlen = UInt32(salt.count)
          context.t_cost = UInt32(parameters.passes)
          context.m_cost = UInt32(parameters.memoryKiB)
          context.lanes = UInt32(parameters.lanes)
          context.threads = 1
          context.version = version
          return argon2_ctx(&context, variant.type)
        }
      }
    }
    guard result == ARGON2_OK.rawValue else {
      throw PasswordHashError("libargon2: \(String(cString: argon2_error_message(result)))")
    }
    return hash
  }
}
