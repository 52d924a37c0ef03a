import RPC
import RosterProto
import SQL

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The first key of an installation, in a file that only its owner can read.
package enum RootKey {
  /// Creates a root principal and its key where there is no principal yet.
  ///
  /// The file is synced before the hash is committed. After a crash in between, the key is not valid, and the
  /// next start replaces it; so no installation is left without a key.
  ///
  /// - Returns: whether a key was created.
  static func createIfNeeded(at path: String, _ events: StartupRecorder) throws -> Bool {
    let db = events.db
    guard try !PrincipalQueries.hasPrincipals(db) else { return false }
    let key = OpaqueToken.generate(.apiKey)
    try write(key.text + "\n", to: path)
    let owner = BuiltInRole.owner.name
    let root = try PrincipalQueries.insert(.staff, name: "root", role: owner, events.stamp, db)
    try events.record("principal.created", .principal(root.id), .created(root))
    let rootKey = try KeyQueries.insert(key.hash, of: root.id, label: "root key", events.stamp, db)
    try events.record("key.created", .key(rootKey.id, of: root), .created(rootKey))
    return true
  }

  private static func write(_ text: String, to path: String) throws(RPCError) {
    unlink(path)
    let file = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure(path) }
    defer { close(file) }
    let bytes = Array(text.utf8)
    guard Glibc.write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0 else { throw failure(path) }
  }

  private static func failure(_ path: String) -> RPCError {
    RPCError(
      ErrorReason.internal,
      "The root key could not be written to \(path): \(String(cString: strerror(errno)))."
    )
  }
}
