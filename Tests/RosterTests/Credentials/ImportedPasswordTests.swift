import Credentials
import RPC
import Roster
import RosterProto
import SQL
import Testing

@Suite("Passwords from another system")
struct ImportedPasswordTests {
  private let test = try! TestService()

  private func create(_ hash: String, as token: String? = nil) async throws -> User {
    try await test.users(as: token ?? test.rootToken).createUser(
      CreateUserRequest(email: "ada@example.com", passwordHash: hash)
    )
  }

  private func storedHash() throws -> String? {
    try test.service.store.writer.perform { db in
      try db.first(sql: "SELECT hash FROM passwords") { $0.text(0) }
    }
  }

  /// Hashes of known passwords: the vector of crypt_blowfish, and one of Argon2 with other parameters.
  static let imported: [(password: String, hash: String)] = [
    ("U*U*U", "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a"),
    ("U*U*U", "$2y$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a"),
    (
      "other parameters",
      try! PasswordHash.make(
        Password("other parameters"),
        Argon2Parameters(memoryKiB: 64, passes: 2, lanes: 1)!
      ).text
    ),
  ]

  @Test("an imported hash lets the user sign in, and is then replaced", arguments: imported)
  func replaced(_ password: String, _ hash: String) async throws {
    #expect(try await create(hash).passwordSet)
    #expect(try storedHash() == hash)
    await expectRefusal(.signInRefused) { try await test.signIn("ada@example.com", password + ".") }
    #expect(try storedHash() == hash, "a wrong password replaces nothing")
    try await test.signIn("ada@example.com", password)
    let replaced = try storedHash()
    #expect(replaced?.hasPrefix("$argon2id$v=19$m=8,t=1,p=1$") == true)
    try await test.signIn("ada@example.com", password)
    #expect(try storedHash() == replaced)
  }

  @Test(
    "a hash of an unknown scheme, a damaged one, and one that costs too much are refused",
    arguments: [
      "plain text", "$1$abc$def", "$2a$05$short",
      "$2a$31$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a",
    ]
  )
  func refused(_ hash: String) async throws {
    await expectRefusal(.invalidField, field: "password_hash") { try await create(hash) }
    #expect(try test.integer("SELECT count(*) FROM users") == 0)
  }

  @Test("to import a hash needs the grant users.import besides users.create")
  func grant() async throws {
    let service = try test.makeToken(role: "portal")
    let metadata = ["grant": "users.import", "method": "roster.v1.UserService/CreateUser"]
    await expectRefusal(.grantMissing, metadata) { try await create(Self.imported[0].hash, as: service) }
    #expect(try await !create("", as: service).passwordSet)
  }

  @Test("no event, reply or log of the database has the hash")
  func secret() async throws {
    let hash = Self.imported[0].hash
    try await test.call(
      UserServiceMethods.createUser,
      CreateUserRequest(email: "ada@example.com", passwordHash: hash),
      id: "1"
    )
    #expect(!"\(try await test.allEvents())".contains(hash))
    #expect(try test.integer("SELECT count(*) FROM request_ids WHERE instr(reply, '\(hash)') > 0") == 0)
  }
}
