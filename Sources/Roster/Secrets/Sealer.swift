import Credentials

/// Encrypts the secrets that the database has to keep, by a key that is not in it.
package struct Sealer: Sendable {
  /// Which secret it is. A sealed one that is copied to another row cannot be opened there.
  enum Subject: Sendable {
    /// The secret of a user's authenticator app.
    case totp(user: Int64)
    /// The link in a queued mail.
    case mail(Int64)

    fileprivate var context: SecretKeyring.Context {
      switch self {
      case .totp(let user): SecretKeyring.Context(purpose: "totp", row: user)
      case .mail(let mail): SecretKeyring.Context(purpose: "mail", row: mail)
      }
    }
  }

  private let keyring: SecretKeyring

  private static let textPrefix = "sealed:"

  package init(_ keyring: SecretKeyring) {
    self.keyring = keyring
  }

  func seal(_ secret: [UInt8], _ subject: Subject) -> [UInt8] {
    keyring.seal(secret, subject.context)
  }

  /// A text, sealed for a column of text.
  func sealText(_ secret: String, _ subject: Subject) -> String {
    Self.textPrefix + Base64URL.encode(seal(Array(secret.utf8), subject))
  }

  /// Whether a text is a sealed one.
  static func isSealed(_ text: String) -> Bool { text.hasPrefix(textPrefix) }

  /// - Throws: `DamagedData`.
  func openText(_ text: String, _ subject: Subject) throws(DamagedData) -> String {
    guard Self.isSealed(text), let bytes = Base64URL.decode(String(text.dropFirst(Self.textPrefix.count)))
    else { throw DamagedData(place: "a sealed secret", problem: "is malformed") }
    return String(decoding: try open(bytes, subject), as: UTF8.self)
  }

  /// - Throws: `DamagedData` where it was not sealed for this subject, or by a key that is gone.
  func open(_ sealed: [UInt8], _ subject: Subject) throws(DamagedData) -> [UInt8] {
    do throws(SealingError) {
      return try keyring.open(sealed, subject.context)
    } catch {
      throw DamagedData(place: "a sealed secret:", problem: "\(error)")
    }
  }
}
