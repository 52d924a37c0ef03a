import SQL

/// The sealed secrets of a database, all together: to seal them by another key, and to know whether there are
/// any.
package enum SecretRotation {
  /// Whether the database has a secret that needs the keys.
  package static func isNeeded(_ db: any Connection) throws -> Bool {
    guard try db.tableExists("totp_secrets") else { return false }
    return try !SecondFactorQueries.sealedSecrets(db).isEmpty
      || MailQueries.secrets(db).contains { Sealer.isSealed($0.secret) }
  }

  /// Seals every secret by the keyring's active key.
  ///
  /// - Returns: how many there are.
  /// - Throws: `DamagedData` where one cannot be opened; nothing is changed then.
  package static func run(with sealer: Sealer, _ db: any Connection) throws -> Int {
    let apps = try SecondFactorQueries.sealedSecrets(db)
    for (user, sealed) in apps {
      let secret = try sealer.open(sealed, .totp(user: user))
      try SecondFactorQueries.reseal(sealer.seal(secret, .totp(user: user)), of: user, db)
    }
    let mails = try MailQueries.secrets(db)
    for (mail, sealed) in mails {
      let secret = Sealer.isSealed(sealed) ? try sealer.openText(sealed, .mail(mail)) : sealed
      try MailQueries.setSecret(sealer.sealText(secret, .mail(mail)), of: mail, db)
    }
    return apps.count + mails.count
  }
}
