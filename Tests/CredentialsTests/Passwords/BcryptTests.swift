import Credentials
import Testing

@Suite("bcrypt")
struct BcryptTests {
  private static let cut = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

  @Test(
    "hashes that crypt_blowfish publishes match their passwords",
    arguments: [
      ("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
      ("U*U*", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK"),
      ("U*U*U", "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a"),
      ("", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy"),
      (cut + "chars after 72 are ignored", "$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui"),
    ]
  )
  func published(_ password: String, _ text: String) throws {
    for prefix in ["$2a$", "$2b$", "$2y$"] {
      let hash = try PasswordHash(prefix + text.dropFirst(4))
      #expect(try hash.matches(Password(password)))
      #expect(try !hash.matches(Password("x" + password)))
    }
  }

  @Test("hashes read the first 72 bytes of a password of any length, and no fewer")
  func longPasswords() throws {
    let hash = try PasswordHash("$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui")
    #expect(try hash.matches(Password(Self.cut)))
    #expect(try hash.matches(Password(Self.cut + String(repeating: "x", count: 10_000))))
    #expect(try !hash.matches(Password(String(Self.cut.dropLast()))))
    #expect(try !hash.matches(Password(Self.cut.dropLast() + "8")))
  }

  @Test("hashes never match a password with a NUL byte, which C would end there")
  func nul() throws {
    let hash = try PasswordHash("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")
    #expect(try !hash.matches(Password("U*U\0")))
    #expect(try !hash.matches(Password("U*U\0more")))
    let empty = try PasswordHash("$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy")
    #expect(try !empty.matches(Password("\0")))
    let cut = try PasswordHash("$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui")
    #expect(try !cut.matches(Password(Self.cut + "\0")))
  }

  @Test("hashes match if the unused bits of their salt are set")
  func saltBits() throws {
    // The last character of the salt is "." with its four unused bits clear, "/" with one of them set.
    let hash = try PasswordHash("$2a$05$CCCCCCCCCCCCCCCCCCCCC/E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")
    #expect(try hash.matches(Password("U*U")))
  }

  @Test("hashes of htpasswd and of PHP match")
  func interoperation() throws {
    let text = "naïve 🐎 password"
    let lines = [
      #"htpasswd -nbBC 4 user "$1" | cut -d : -f 2"#,
      #"php -r 'echo password_hash($argv[1], PASSWORD_BCRYPT, ["cost" => 4]);' "$1""#,
    ]
    for line in lines {
      let hash = try PasswordHash(try Tool.run(line, text))
      #expect(try hash.matches(Password(text)), "\(line)")
      #expect(try !hash.matches(Password("naive 🐎 password")), "\(line)")
    }
  }
}
