import Credentials
import Testing

@Suite("An imported hash is refused")
struct ImportedHashTests {
  private static let tail = "$c29tZXNhbHRzb21lc2FsdA$2Tz31/DvwM3ZDNXezOIBNEq021DwStEmw1lLBM1roy4"

  @Test(
    "if its scheme is not supported",
    arguments: [
      "", "$", "secret", "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8", "$1$salt$hash", "$5$salt$hash",
      "$6$salt$hash",
      "$apr1$salt$hash", "$y$j9T$salt$hash", "$argon2d$v=19$m=256,t=2,p=1\(tail)",
      "argon2id$v=19$m=256,t=2,p=1\(tail)",
      "$ARGON2ID$v=19$m=256,t=2,p=1\(tail)", "$2$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
      "$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "{SSHA}c2FsdA==", "pbkdf2_sha256$1$a$b",
    ]
  )
  func scheme(_ text: String) {
    #expect(throws: PasswordHashFault.unknownScheme) { try PasswordHash(text) }
  }

  @Test(
    "if it costs too much to check, without computing anything",
    arguments: [
      "$argon2id$v=19$m=4194304,t=1,p=1\(tail)", "$argon2id$v=19$m=65536,t=5,p=1\(tail)",
      "$argon2id$v=19$m=256,t=4294967295,p=1\(tail)", "$argon2id$v=19$m=4294967295,t=4294967295,p=1\(tail)",
      "$argon2id$v=19$m=256,t=1,p=17\(tail)",
      "$2b$13$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
      "$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
      "$2b$99$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    ]
  )
  func cost(_ text: String) {
    #expect(throws: PasswordHashFault.tooCostly) { try PasswordHash(text) }
  }

  @Test("unless it costs as much as is allowed")
  func allowed() throws {
    let texts = [
      "$argon2id$v=19$m=65536,t=4,p=1\(Self.tail)", "$argon2id$v=19$m=32768,t=8,p=16\(Self.tail)",
      "$2b$12$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    ]
    for text in texts { #expect(try PasswordHash(text).text == text) }
  }

  @Test(
    "if it is damaged",
    arguments: [
      "$argon2id", "$argon2id$", "$argon2id$v=19$m=256,t=2,p=1",
      "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHRzb21lc2FsdA",
      "$argon2id$v=18$m=256,t=2,p=1\(tail)", "$argon2id$v=019$m=256,t=2,p=1\(tail)",
      "$argon2id$19$m=256,t=2,p=1\(tail)",
      "$argon2id$v=19$t=2,m=256,p=1\(tail)", "$argon2id$v=19$m=256,t=2\(tail)",
      "$argon2id$v=19$m=256,t=2,p=1,x=1\(tail)",
      "$argon2id$v=19$m=+256,t=2,p=1\(tail)", "$argon2id$v=19$m=0256,t=2,p=1\(tail)",
      "$argon2id$v=19$m=-1,t=2,p=1\(tail)",
      "$argon2id$v=19$m=99999999999,t=2,p=1\(tail)", "$argon2id$v=19$m=7,t=2,p=1\(tail)",
      "$argon2id$v=19$m=256,t=0,p=1\(tail)", "$argon2id$v=19$m=256,t=2,p=0\(tail)",
      "$argon2id$v=19$m=256,t=2,p=1\(tail)$",
      "$argon2id$v=19$m=256,t=2,p=1\(tail)=", "$argon2id$v=19$m=256,t=2,p=1\(tail) ",
      "$argon2id$v=19$m=256,t=2,p=1\(tail)\n", "$argon2id$v=19$m=256,t=2,p=1\(tail.dropLast())5",
      "$argon2id$v=19$m=256,t=2,p=1$c2FsdA$2Tz31/DvwM3ZDNXezOIBNEq021DwStEmw1lLBM1roy4",
      "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$2Tz31/DvwM3Z",
      "$argon2id$v=19$m=256,t=2,p=1$!!!!ZXNhbHRzb21lc2FsdA$2Tz31/DvwM3ZDNXezOIBNEq021DwStEmw1lLBM1roy4",
      "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$" + String(repeating: "A", count: 10_000),
      "$2b$", "$2b$05$", "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe",
      "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeWW",
      "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeX",
      "$2b$05$CCCCCCCCCCCCCCCCCCCCC+E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
      "$2b$05$CCCCCCCCCCCCCCCCCCCC\u{e9}E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
      "$2b$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
      "$2b$ 5$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
      "$2b$5$CCCCCCCCCCCCCCCCCCCCC..E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
      "$2b$05CCCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    ]
  )
  func damage(_ text: String) {
    #expect(throws: PasswordHashFault.malformed) { try PasswordHash(text) }
  }

  @Test("with a reason that says what may be imported")
  func reasons() {
    #expect("\(PasswordHashFault.unknownScheme)".contains("bcrypt"))
    #expect("\(PasswordHashFault.tooCostly)".contains("cost 12"))
    #expect("\(PasswordHashFault.tooCostly)".contains("m=65536"))
  }
}
