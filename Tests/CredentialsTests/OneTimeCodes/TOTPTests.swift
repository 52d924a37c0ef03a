import TestSupport
import Testing

@testable import Credentials

@Suite("A time-based one-time code")
struct TOTPTests {
  private let secret = Array("12345678901234567890".utf8)

  @Test(
    "is that of RFC 6238, appendix B, for SHA-1",
    arguments: [
      (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
      (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ] as [(Int64, String)]
  )
  func rfc6238(_ seconds: Int64, _ code: String) {
    let totp = TOTP(secret: secret, digits: 8)
    #expect(totp.matchingStep(code: code, at: seconds, after: nil) == seconds / 30)
    #expect(totp.code(atStep: seconds / 30) == code)
    #expect(TOTP(secret: secret).code(atStep: seconds / 30) == code.suffix(6))
  }

  @Test("of a counter is that of RFC 4226, appendix D")
  func rfc4226() {
    let codes = [
      "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
    ]
    #expect((0..<10).map { TOTP(secret: secret).code(atStep: $0) } == codes)
  }

  @Test("is that of oathtool for the same secret")
  func interoperation() throws {
    var generator = SplitMix64(seed: 6)
    for digits in 6...8 {
      let totp = TOTP(secret: TOTP.makeSecret(using: &generator), digits: digits)
      let seconds: Int64 = 1_700_000_000 + Int64(digits) * 1_000_000
      let line = #"oathtool --totp --base32 --digits "$2" --now "@$3" "$1""#
      let code = try Tool.run(line, totp.secretText, "\(digits)", "\(seconds)")
      #expect(totp.matchingStep(code: code, at: seconds, after: nil) == seconds / 30)
    }
  }

  @Test("is accepted one step before and after its own, and not two")
  func skew() {
    let totp = TOTP(secret: secret)
    let code = totp.code(atStep: 1_000)
    let accepted = (29_900...30_100).filter { totp.matchingStep(code: code, at: $0, after: nil) == 1_000 }
    #expect(accepted == Array(29_970...30_059))
    #expect(totp.matchingStep(code: code, at: 29_969, after: nil) == nil)
    #expect(totp.matchingStep(code: code, at: 30_060, after: nil) == nil)
  }

  @Test("is accepted once, and none before it afterwards")
  func once() throws {
    let totp = TOTP(secret: secret)
    let step = try #require(totp.matchingStep(code: totp.code(atStep: 1_000), at: 30_000, after: nil))
    #expect(totp.matchingStep(code: totp.code(atStep: 1_000), at: 30_000, after: step) == nil)
    #expect(totp.matchingStep(code: totp.code(atStep: 999), at: 30_000, after: step) == nil)
    #expect(totp.matchingStep(code: totp.code(atStep: 1_001), at: 30_000, after: step) == 1_001)
    #expect(totp.matchingStep(code: totp.code(atStep: 1_000), at: 30_000, after: 999) == 1_000)
  }

  @Test("that two steps share counts as the later one, so it cannot be used twice")
  func sharedCode() throws {
    // With 6 digits, one pair in a million shares a code.
    let totp = TOTP(secret: secret)
    let (step, code) = (910_738 as Int64, "911617")
    try #require(totp.code(atStep: step - 1) == code && totp.code(atStep: step) == code)
    for seconds in [(step - 1) * 30, step * 30] {
      #expect(totp.matchingStep(code: code, at: seconds, after: nil) == step)
      #expect(totp.matchingStep(code: code, at: seconds, after: step) == nil)
    }
  }

  @Test(
    "is refused if it is not the digits",
    arguments: [
      "", "75522", "7552244", "755 2245", "75522a", "٧٥٥٢٢٤", "-755224", "+755224", "755224\n",
      "755\u{a0}224",
    ]
  )
  func malformed(_ code: String) {
    #expect(TOTP(secret: secret).matchingStep(code: code, at: 0, after: nil) == nil)
  }

  @Test("may have spaces, as apps show them", arguments: ["755224", "755 224", " 755224 "])
  func spaces(_ code: String) {
    #expect(TOTP(secret: secret).matchingStep(code: code, at: 0, after: nil) == 0)
  }

  @Test("has steps before 1970, too")
  func negativeTime() {
    #expect([-31, -30, -1, 0, 29, 30].map(TOTP.step(at:)) == [-2, -1, -1, 0, 0, 1])
  }

  @Test("has a secret of 160 random bits, in a URI whose parts are percent-encoded")
  func uri() {
    var generator = SplitMix64(seed: 7)
    let first = TOTP.makeSecret(using: &generator)
    #expect(first.count == 20 && first != TOTP.makeSecret(using: &generator))
    #expect(TOTP.makeSecret() != TOTP.makeSecret())
    let totp = TOTP(secret: secret)
    #expect(totp.secretText == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    #expect(
      totp.uri(issuer: "Roster: Ünit & Co/1", account: "ada+x@example.com")
        == "otpauth://totp/Roster%20%C3%9Cnit%20%26%20Co%2F1:ada%2Bx%40example.com"
        + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Roster%20%C3%9Cnit%20%26%20Co%2F1"
        + "&algorithm=SHA1&digits=6&period=30"
    )
  }
}
