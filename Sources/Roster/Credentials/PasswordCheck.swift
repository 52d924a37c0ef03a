import Credentials
import RPC
import RosterProto
import SQL

/// A password compared with the one stored: what the slow work of a sign-in found.
struct PasswordCheck: Sendable {
  /// The hash that it was compared with; nil if the user has no password, or there is no such user.
  let storedHash: String?
  let isRight: Bool
  /// A hash of the same password under the present parameters, if the stored one is weaker.
  let upgradedHash: String?
  /// Whether the right password is known from a breach.
  let isBreached: Bool

  /// Compares. Without a stored hash the work is the same, with a hash that no password has.
  init(_ password: String, with storedHash: String?, _ passwords: Passwords) throws {
    self.storedHash = storedHash
    let password = Password(password)
    let hash = try storedHash.map(Self.hash) ?? .decoy(passwords.parameters)
    isRight = try hash.matches(password) && storedHash != nil
    upgradedHash =
      isRight && hash.needsRehash(under: passwords.parameters)
      ? try PasswordHash.make(password, passwords.parameters).text : nil
    isBreached = isRight ? try passwords.isBreached(password) : false
  }

  /// Compares the answer to a security question, as ``init(_:with:_:)`` does a password.
  init(answer: String, with storedHash: String?, _ passwords: Passwords) throws {
    self.storedHash = storedHash
    let hash = try storedHash.map(Self.hash) ?? .decoy(passwords.parameters)
    isRight = try hash.matches(SecurityAnswer.normalized(answer) ?? Password("")) && storedHash != nil
    upgradedHash = nil
    isBreached = false
  }

  private static func hash(_ stored: String) throws(DamagedData) -> PasswordHash {
    do throws(PasswordHashFault) {
      return try PasswordHash(stored)
    } catch {
      throw DamagedData(place: "the hash of a password", problem: "\(error)")
    }
  }

  /// Whether the password was right and still is the user's.
  func holds(for user: Int64, _ db: any Connection) throws -> Bool {
    guard isRight else { return false }
    return try PasswordQueries.hash(of: user, db) == storedHash
  }

  /// Writes down what the check found of a right password.
  func settle(for user: Int64, _ db: any Connection) throws {
    if let storedHash, let upgradedHash {
      try PasswordQueries.upgrade(storedHash, to: upgradedHash, of: user, db)
    }
    if isBreached { try PasswordQueries.requireChange(of: user, db) }
  }
}
