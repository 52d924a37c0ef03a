import CArgon2
import Credentials
import Testing

@Suite("Argon2")
struct Argon2Tests {
  @Test("of the library is that of RFC 9106, section 5.3, with secret and associated data")
  func rfc9106() {
    var password = [UInt8](repeating: 1, count: 32)
    var salt = [UInt8](repeating: 2, count: 16)
    var secret = [UInt8](repeating: 3, count: 8)
    var data = [UInt8](repeating: 4, count: 12)
    var tag = [UInt8](repeating: 0, count: 32)
    let result = password.withUnsafeMutableBufferPointer { password in
      salt.withUnsafeMutableBufferPointer { salt in
        secret.withUnsafeMutableBufferPointer { secret in
          data.withUnsafeMutableBufferPointer { data in
            tag.withUnsafeMutableBufferPointer { tag in
              var context = argon2_context()
              (context.out, context.outlen) = (tag.baseAddress, 32)
              (context.pwd, context.pwdlen) = (password.baseAddress, 32)
              (context.salt, context.saltlen) = (salt.baseAddress, 16)
              (context.secret, context.secretlen) = (secret.baseAddress, 8)
              (context.ad, context.adlen) = (data.baseAddress, 12)
              (context.t_cost, context.m_cost, context.lanes, context.threads) = (3, 32, 4, 1)
              context.version = ARGON2_VERSION_13.rawValue
              return argon2id_ctx(&context)
            }
          }
        }
      }
    }
    #expect(result == ARGON2_OK.rawValue)
    #expect(tag == hex("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"))
  }

  @Test(
    "hashes of Debian's argon2 and of PHP match their password",
    arguments: [
      "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$2Tz31/DvwM3ZDNXezOIBNEq021DwStEmw1lLBM1roy4",
      "$argon2i$v=19$m=256,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$LZnAj8zZvKC6Z7Maz1g5RPPtzM1x84UP",
      "$argon2i$v=16$m=256,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$pZ6lgER63Su/n3S5JTaW+YXxMrl5zRkW6j/2VHTUJLE",
      "$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$P6Z0VixAJlx5TgkE/gEnaIbhkUgKf91BXSUzEVhxARM",
      "$argon2id$v=19$m=256,t=2,p=1$ZWdNNkZUd1YyTHBDVDMyRA$97zlzCG7rFkhm0/nmoCA/63SUMQb5hiyLDBzud0uv7c",
      "$argon2i$v=19$m=256,t=2,p=1$bGVRLjFIMi4vSHJ4R2dTSA$nsFJ8EtNZ7D56IBbjCWCr47gHuXcwjVSsbIQNbEVoX4",
    ]
  )
  func literals(_ text: String) throws {
    let hash = try PasswordHash(text)
    #expect(try hash.matches(Password("correct horse")))
    #expect(try !hash.matches(Password("correct horsf")))
    #expect(hash.text == text)
    #expect(hash.memoryBytes == 256 << 10)
  }

  @Test("hashes from before version 0x13 do not name theirs")
  func oldVersion() throws {
    let hash = try PasswordHash(
      "$argon2i$m=256,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$pZ6lgER63Su/n3S5JTaW+YXxMrl5zRkW6j/2VHTUJLE"
    )
    #expect(try hash.matches(Password("correct horse")))
  }

  @Test("of Debian's program and of PHP match here, and that of here in PHP")
  func interoperation() throws {
    let text = "naïve 🐎 password"
    let lines = [
      #"printf %s "$1" | argon2 saltsaltsalt -id -t 2 -k 512 -p 2 -l 32 -e"#,
      #"printf %s "$1" | argon2 saltsaltsalt -i -t 3 -k 256 -p 1 -l 24 -e"#,
      #"php -r 'echo password_hash($argv[1], PASSWORD_ARGON2ID, ["memory_cost" => 512]);' "$1""#,
    ]
    for line in lines {
      let hash = try PasswordHash(try Tool.run(line, text))
      #expect(try hash.matches(Password(text)), "\(line)")
      #expect(try !hash.matches(Password("naive 🐎 password")), "\(line)")
    }
    let own = try PasswordHash.make(Password(text), .cheap).text
    let check = #"php -r 'echo var_export(password_verify($argv[1], $argv[2]));' "$1" "$2""#
    #expect(try Tool.run(check, text, own) == "true")
    #expect(try Tool.run(check, "other", own) == "false")
  }
}

@Suite("Parameters of Argon2")
struct Argon2ParametersTests {
  @Test(
    "are those that the algorithm has and that cost no more than the limits",
    arguments: [
      (8, 1, 1, true), (7, 1, 1, false), (16, 1, 2, true), (15, 1, 2, false), (128, 1, 16, true),
      (136, 1, 17, false),
      (64, 0, 1, false), (64, 1, 0, false), (64, -1, 1, false), (-64, 1, 1, false),
      // PHP's.
      (65_536, 4, 1, true), (65_537, 1, 1, false), (65_536, 5, 1, false),
      (8, 32_768, 1, true), (8, 32_769, 1, false), (8, Int.max, 1, false), (Int.max, 1, 1, false),
      (8, 1, Int.max, false), (Int.max, Int.max, Int.max, false),
    ]
  )
  func limits(_ memoryKiB: Int, _ passes: Int, _ lanes: Int, _ isAllowed: Bool) {
    #expect((Argon2Parameters(memoryKiB: memoryKiB, passes: passes, lanes: lanes) != nil) == isAllowed)
  }
}
