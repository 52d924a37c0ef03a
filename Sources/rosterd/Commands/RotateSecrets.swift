import ArgumentParser
import Credentials
import Roster
import SQL
import SQLite

/// `rosterd rotate-secrets`: encrypts the secrets in the database by a new key.
struct RotateSecrets: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate-secrets",
    abstract: "Encrypt the secrets in the database by a new key.",
    discussion: """
      Adds a key to DIR/secrets.key and encrypts the secrets of authenticator apps and the links in queued \
      mails by it. The server must not be running. The earlier keys stay in the file: backups of the \
      database need them.
      """
  )

  @Option(name: .long, help: ArgumentHelp("The data directory.", valueName: "DIR"), completion: .directory)
  var data: String

  func run() throws {
    let directory = DataDirectory(data)
    try directory.checkAccess()
    do {
      let count = try withExtendedLifetime(try directory.lock()) {
        _ = try directory.secretKeys()
        let sealer = Sealer(try SecretKeyFile.addKey(directory.secretKeysFile))
        let connection = try directory.database().connect(.readWrite)
        try connection.begin(.write)
        do {
          let count = try SecretRotation.run(with: sealer, connection)
          try connection.commit()
          return count
        } catch {
          connection.rollback()
          throw error
        }
      }
      print("encrypted \(count) secret\(count == 1 ? "" : "s") by a new key")
    } catch {
      throw StartError(cannot: "rotate the secrets of", data, error)
    }
  }
}
