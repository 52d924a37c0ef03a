import Credentials
import TestSupport
import Testing

@Suite("A password hash")
struct PasswordHashTests {
  private let password = Password("correct horse")

  @Test("is Argon2id in the PHC string format, with 19 MiB, 2 passes, a salt of 16 bytes and a hash of 32")
  func format() throws {
    var generator = SplitMix64(seed: 1)
    let hash = try PasswordHash.make(password, .standard, using: &generator)
    let fields = hash.text.split(separator: "$", omittingEmptySubsequences: false)
    #expect(fields.prefix(4) == ["", "argon2id", "v=19", "m=19456,t=2,p=1"])
    #expect(fields.count == 6)
    #expect(fields.suffix(2).map(\.utf8.count) == [22, 43])
    #expect(hash.memoryBytes == 19_456 * 1_024)
    #expect(try hash.matches(password))
  }

  @Test("matches its password and no other, and is the same when it is read again")
  func matching() throws {
    let hash = try PasswordHash.make(password, .cheap)
    #expect(try hash.matches(password))
    for other in ["", "correct hors", "correct horse ", "Correct horse", "correct horse\0"] {
      #expect(try !hash.matches(Password(other)), "\(other)")
    }
    #expect(try PasswordHash(hash.text) == hash)
  }

  @Test("takes any characters and any length, and ignores none of them")
  func anyPassword() throws {
    let texts = [
      "", "a\0b", "a\0c", "🐎🔋📎", String(repeating: "x", count: 100), String(repeating: "𝕩", count: 256),
    ]
    let hashes = try texts.map { try PasswordHash.make(Password($0), .cheap) }
    for (text, index) in zip(texts, hashes.indices) {
      for (other, hash) in hashes.enumerated() {
        #expect(try hash.matches(Password(text)) == (other == index), "\(text) \(other)")
      }
    }
  }

  @Test("does not depend on how a device composes accents")
  func normalization() throws {
    let hash = try PasswordHash.make(Password("mu\u{308}nchen \u{1112}\u{1161}\u{11ab}"), .cheap)
    #expect(try hash.matches(Password("münchen \u{d55c}")))
    #expect(try !hash.matches(Password("munchen \u{d55c}")))
    // NFC, not NFKC: what looks different is different.
    #expect(try !PasswordHash.make(Password("ﬁnland1"), .cheap).matches(Password("finland1")))
  }

  @Test("has a new salt each time")
  func salts() throws {
    let hashes = try (0..<4).map { _ in try PasswordHash.make(password, .cheap).text }
    #expect(Set(hashes).count == 4)
  }

  @Test("of a decoy has the cost of a real one, and nobody's password")
  func decoy() throws {
    let decoy = PasswordHash.decoy(.cheap)
    #expect(try !decoy.matches(password))
    let real = try PasswordHash.make(password, .cheap)
    #expect(decoy.text.utf8.count == real.text.utf8.count)
    #expect(decoy.memoryBytes == real.memoryBytes)
    #expect(!decoy.needsRehash(under: .cheap))
    #expect(PasswordHash.decoy().text.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
  }

  @Test(
    "is to be made again if it has other parameters, another algorithm, or less salt or hash",
    arguments: [
      (
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$2Tz31/DvwM3ZDNXezOIBNEq021DwStEmw1lLBM1roy4",
        false
      ),
      (
        "$argon2id$v=19$m=512,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$2Tz31/DvwM3ZDNXezOIBNEq021DwStEmw1lLBM1roy4",
        true
      ),
      (
        "$argon2id$v=19$m=256,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$2Tz31/DvwM3ZDNXezOIBNEq021DwStEmw1lLBM1roy4",
        true
      ),
      (
        "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHRzb21lc2FsdA$2Tz31/DvwM3ZDNXezOIBNEq021DwStEmw1lLBM1roy4",
        true
      ),
      (
        "$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$2Tz31/DvwM3ZDNXezOIBNEq021DwStEmw1lLBM1roy4",
        true
      ),
      (
        "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$2Tz31/DvwM3ZDNXezOIBNEq021DwStEmw1lLBM1roy4", true
      ),
      ("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$2Tz31/DvwM3ZDNXezOIBNEq021DwStEmw1lLBM1roy4", true),
      ("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$LZnAj8zZvKC6Z7Maz1g5RPPtzM1x84UP", true),
      ("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", true),
    ]
  )
  func rehash(_ text: String, _ isNeeded: Bool) throws {
    let parameters = try #require(Argon2Parameters(memoryKiB: 256, passes: 2, lanes: 1))
    #expect(try PasswordHash(text).needsRehash(under: parameters) == isNeeded)
  }

  @Test("and a password are not printed")
  func description() throws {
    #expect("\(password)" == "Password")
    #expect("\(PasswordHash.decoy())" == "PasswordHash")
  }
}
