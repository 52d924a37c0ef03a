import Crypto
import RPC
import RosterProto
import SQL

/// Which question to ask for an address.
package struct SecurityQuestions: Sendable {
  private let key: SymmetricKey

  /// - Parameter key: chooses the questions of addresses that have none, so that nobody can tell.
  package init(key: [UInt8]) {
    self.key = SymmetricKey(data: key)
  }

  /// The user's question. For any other address one of those on offer, always the same one. Empty if none is
  /// on offer.
  func question(for email: String, user: User?, _ settings: Settings, _ db: any Connection) throws -> String {
    let offered = settings.securityQuestions
    guard !offered.isEmpty else { return "" }
    // Read for every address, for the same work.
    let stored = try SecurityQuestionQueries.stored(of: user?.id ?? 0, db)
    let code = HMAC<SHA256>.authenticationCode(for: Array(EmailAddress.key(email).utf8), using: key)
    let number = code.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return stored?.question ?? offered[Int(number % UInt64(offered.count))]
  }
}
