#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The file of a `SecretKeyring`, which only the server's own user can read.
///
/// A line for each key: its id, a space, and 32 bytes in base64url. Lines that begin with # are comments. The
/// highest id seals. A key's line may be deleted after no secret is sealed with it any more.
package enum SecretKeyFile {
  package static let fileName = "secrets.key"

  private static let header = """
    # The keys of the secrets in Roster's database. Without them, these secrets are lost: keep a copy of this
    # file apart from the copies of the database.

    """

  /// Reads a file, and refuses one that other users of the machine can read or change.
  package static func load(_ path: String) throws(SecretKeyFileError) -> SecretKeyring {
    SecretKeyring(keys: try keys(in: text(of: path), path))
  }

  /// Creates a file with one key from the system's CSPRNG. It is on the disk when this returns.
  ///
  /// - Throws: also if there is such a file.
  package static func create(_ path: String) throws(SecretKeyFileError) -> SecretKeyring {
    var generator = SystemRandomNumberGenerator()
    let key = generator.bytes(SecretKeyring.keyBytes)
    try PrivateFile.write(header + line(1, key), to: path, replacing: false)
    return SecretKeyring(keys: [1: key])
  }

  /// Adds a key, with which all that is sealed from now on is sealed. After a crash the file is the old or
  /// the new one.
  package static func addKey(_ path: String) throws(SecretKeyFileError) -> SecretKeyring {
    let text = try text(of: path)
    var keys = try keys(in: text, path)
    let id = keys.keys.max()!
    guard id < UInt32.max else { throw .malformed(path, "there is no id left for another key") }
    var generator = SystemRandomNumberGenerator()
    let key = generator.bytes(SecretKeyring.keyBytes)
    keys[id + 1] = key
    try PrivateFile.write(
      (text.hasSuffix("\n") ? text : text + "\n") + line(id + 1, key),
      to: path,
      replacing: true
    )
    return SecretKeyring(keys: keys)
  }

  private static func line(_ id: UInt32, _ key: [UInt8]) -> String {
    "\(id) \(Base64URL.encode(key))\n"
  }

  private static func text(of path: String) throws(SecretKeyFileError) -> String {
    let bytes = try PrivateFile.read(path, maxBytes: CredentialLimits.maxSecretKeysFileBytes)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .malformed(path, "it is not UTF-8")
    }
    return text
  }

  private static func keys(in text: String, _ path: String) throws(SecretKeyFileError) -> [UInt32: [UInt8]] {
    var keys: [UInt32: [UInt8]] = [:]
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
      let fields = line.split(separator: " ", omittingEmptySubsequences: false)
      guard fields.count == 2, let id = UInt32(fields[0]), let key = Base64URL.decode(String(fields[1])),
        key.count == SecretKeyring.keyBytes
      else { throw .malformed(path, "line \(index + 1) is not an id and a key of 32 bytes in base64url") }
      guard keys.updateValue(key, forKey: id) == nil else {
        throw .malformed(path, "line \(index + 1) has key \(id) again")
      }
    }
    guard !keys.isEmpty else { throw .malformed(path, "it has no key") }
    return keys
  }
}

/// A file of secret keys that cannot be used.
package enum SecretKeyFileError: Error, Sendable, Hashable, CustomStringConvertible {
  case missing(String)
  /// There is a file already.
  case exists(String)
  /// Others than the server's user can read or change it; with what to do.
  case exposed(String, String)
  case malformed(String, String)
  /// With the path, and errno.
  case system(String, Int32)

  package var description: String {
    switch self {
    case .missing(let path): "there are no secret keys in \(path): restore the file from its copy"
    case .exists(let path): "\(path) exists already, and secrets in the database may need it"
    case .exposed(let path, let what): "cannot use the secret keys in \(path): \(what)"
    case .malformed(let path, let what): "cannot use the secret keys in \(path): \(what)"
    case .system(let path, let error):
      "cannot use the secret keys in \(path): \(String(cString: strerror(error)))"
    }
  }
}
