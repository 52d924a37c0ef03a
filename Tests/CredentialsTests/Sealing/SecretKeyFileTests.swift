import Credentials
import Glibc
import TestSupport
import Testing

@Suite("The file of secret keys")
struct SecretKeyFileTests {
  private let directory = TemporaryDirectory()
  private let context = SecretKeyring.Context(purpose: "totp", row: 1)
  private let key = String(repeating: "A", count: 43)
  private var path: String { "\(directory.path)/\(SecretKeyFile.fileName)" }

  private func load(_ text: String) throws -> SecretKeyring {
    try directory.write(text, to: SecretKeyFile.fileName)
    chmod(path, 0o600)
    return try SecretKeyFile.load(path)
  }

  @Test("is created with a key, for its owner only, and opens after a restart what was sealed before")
  func creation() throws {
    let ring = try SecretKeyFile.create(path)
    #expect(directory.mode(SecretKeyFile.fileName) == 0o600)
    #expect(try directory.entries() == [SecretKeyFile.fileName])
    let sealed = ring.seal([1, 2, 3], context)
    #expect(try SecretKeyFile.load(path).open(sealed, context) == [1, 2, 3])
    let other = TemporaryDirectory()
    let otherRing = try SecretKeyFile.create("\(other.path)/\(SecretKeyFile.fileName)")
    #expect(throws: SealingError.notAuthentic) { try otherRing.open(sealed, context) }
  }

  @Test("is never created over another one")
  func existing() throws {
    let sealed = try SecretKeyFile.create(path).seal([1], context)
    #expect(throws: SecretKeyFileError.exists(path)) { try SecretKeyFile.create(path) }
    #expect(try SecretKeyFile.load(path).open(sealed, context) == [1])
    #expect(try directory.entries() == [SecretKeyFile.fileName])
  }

  @Test("gets a key for rotation: the new one seals, and the old one still opens")
  func rotation() throws {
    let old = try SecretKeyFile.create(path).seal([1], context)
    let ring = try SecretKeyFile.addKey(path)
    #expect(ring.activeKeyID == 2)
    #expect(try ring.needsRotation(old))
    let new = ring.seal([2], context)
    let loaded = try SecretKeyFile.load(path)
    #expect(loaded.activeKeyID == 2)
    #expect(try loaded.open(old, context) == [1])
    #expect(try loaded.open(new, context) == [2])
    #expect(directory.mode(SecretKeyFile.fileName) == 0o600)
    #expect(try SecretKeyFile.addKey(path).activeKeyID == 3)
    #expect(try directory.entries() == [SecretKeyFile.fileName])
  }

  @Test("keeps its comments, and a missing line feed at its end does no harm, when a key is added")
  func comments() throws {
    _ = try load("# ours\n4 \(key)")
    #expect(try SecretKeyFile.addKey(path).activeKeyID == 5)
    #expect(try Tool.run(#"head -n 2 "$1""#, path) == "# ours\n4 \(key)")
  }

  @Test("left half-written by a crash does not stand in the way")
  func unfinished() throws {
    try directory.write("1 nonsense", to: SecretKeyFile.fileName + ".part")
    _ = try SecretKeyFile.create(path)
    #expect(try directory.entries() == [SecretKeyFile.fileName])
  }

  @Test(
    "is refused if others may read or write it",
    arguments: [0o640, 0o604, 0o660, 0o622, 0o601] as [mode_t]
  )
  func exposed(_ mode: mode_t) throws {
    _ = try SecretKeyFile.create(path)
    chmod(path, mode)
    let error = try #require(throws: SecretKeyFileError.self) { try SecretKeyFile.load(path) }
    #expect("\(error)".contains("chmod 600 \(path)"))
    #expect(throws: SecretKeyFileError.self) { try SecretKeyFile.addKey(path) }
  }

  @Test(
    "is refused if it belongs to another user",
    .enabled(if: geteuid() == 0, "only root can give a file away")
  )
  func foreign() throws {
    _ = try SecretKeyFile.create(path)
    #expect(chown(path, 4_711, 4_711) == 0)
    let error = try #require(throws: SecretKeyFileError.self) { try SecretKeyFile.load(path) }
    #expect("\(error)".contains("belongs to user 4711: run chown 0 "))
  }

  @Test("is refused if it is missing, a link, a directory or a pipe")
  func otherKinds() throws {
    #expect(throws: SecretKeyFileError.missing(path)) { try SecretKeyFile.load(path) }
    _ = try SecretKeyFile.create(path)
    let link = "\(directory.path)/link"
    #expect(symlink(path, link) == 0)
    #expect(throws: SecretKeyFileError.system(link, ELOOP)) { try SecretKeyFile.load(link) }
    let pipe = "\(directory.path)/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(throws: SecretKeyFileError.malformed(pipe, "it is not a file")) { try SecretKeyFile.load(pipe) }
    let folder = directory.path
    #expect(throws: SecretKeyFileError.malformed(folder, "it is not a file")) {
      try SecretKeyFile.load(folder)
    }
    #expect(throws: SecretKeyFileError.self) {
      try SecretKeyFile.create("\(directory.path)/none/secrets.key")
    }
  }

  @Test("may have comments and empty lines, and ids in any order")
  func lenient() throws {
    #expect(try load("# x\n\n7 \(key)\n3 \(key)\n").activeKeyID == 7)
  }

  @Test("is refused if it is damaged, with the line")
  func damage() throws {
    let cases = [
      ("", "it has no key"), ("# x\n", "it has no key"), ("1\n", "line 1"),
      ("1 \(key.dropLast())\n", "line 1"),
      ("1 \(key)A\n", "line 1"), ("1  \(key)\n", "line 1"), ("x \(key)\n", "line 1"),
      ("-1 \(key)\n", "line 1"),
      ("4294967296 \(key)\n", "line 1"), ("1 \(key)\n2 \(key) x\n", "line 2"), ("1 \(key)\r\n", "line 1"),
      ("1 \(key)\n1 \(key)\n", "line 2 has key 1 again"), ("1 \(key.dropLast())B\n", "line 1"),
      (String(repeating: "#", count: 100_000), "it has more than 65536 bytes"),
    ]
    for (text, reason) in cases {
      let error = try #require(throws: SecretKeyFileError.self, "\(text)") { try load(text) }
      #expect("\(error)".contains("\(path): \(reason)"), "\(error)")
      #expect(!"\(error)".contains("AAAA"))
    }
    _ = try load("4294967295 \(key)\n")
    let full = try #require(throws: SecretKeyFileError.self) { try SecretKeyFile.addKey(path) }
    #expect("\(full)".contains("there is no id left"))
  }
}
