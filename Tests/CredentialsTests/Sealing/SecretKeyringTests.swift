import Crypto
import Testing

@testable import Credentials

@Suite("A ring of secret keys")
struct SecretKeyringTests {
  private let ring = SecretKeyring(keys: [1: Array(repeating: 1, count: 32)])
  private let context = SecretKeyring.Context(purpose: "totp", row: 7)

  @Test("opens what it sealed", arguments: [0, 1, 20, 10_000])
  func roundTrip(_ count: Int) throws {
    let secret = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    let sealed = ring.seal(secret, context)
    #expect(try ring.open(sealed, context) == secret)
    #expect(sealed.count == 1 + 4 + 12 + count + 16)
    #expect(Array(sealed.prefix(5)) == [1, 0, 0, 0, 1])
    #expect(count < 20 || !sealed.indices.contains { sealed[$0...].starts(with: secret.prefix(20)) })
  }

  @Test("seals with AES-256-GCM, which others can open with key, nonce and context")
  func format() throws {
    let sealed = ring.seal([1, 2, 3], context)
    let box = try AES.GCM.SealedBox(
      nonce: AES.GCM.Nonce(data: sealed[5..<17]),
      ciphertext: sealed[17..<20],
      tag: sealed[20...]
    )
    let key = SymmetricKey(data: Array(repeating: 1, count: 32) as [UInt8])
    let data: [UInt8] = [1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 7] + Array("totp".utf8)
    #expect(Array(try AES.GCM.open(box, using: key, authenticating: data)) == [1, 2, 3])
  }

  @Test("never seals the same twice")
  func nonces() {
    #expect(Set((0..<100).map { _ in ring.seal([1], context) }).count == 100)
  }

  @Test("opens nothing in another row or for another purpose")
  func contexts() {
    let sealed = ring.seal([1, 2, 3], context)
    for (purpose, row) in [("totp", 8), ("totp", -7), ("answer", 7), ("", 7), ("totp2", 7)]
      as [(String, Int64)]
    {
      let other = SecretKeyring.Context(purpose: purpose, row: row)
      #expect(throws: SealingError.notAuthentic) { try ring.open(sealed, other) }
    }
  }

  @Test("opens nothing that was changed, in any bit")
  func changes() {
    let sealed = ring.seal([1, 2, 3], context)
    for index in sealed.indices {
      for bit in 0..<8 {
        var changed = sealed
        changed[index] ^= 1 << bit
        let error = #expect(throws: SealingError.self) { try ring.open(changed, context) }
        switch index {
        case 0: #expect(error == .malformed)
        case 1..<5: if case .unknownKey = error {} else { Issue.record("\(String(describing: error))") }
        default: #expect(error == .notAuthentic)
        }
      }
    }
  }

  @Test("opens nothing that is truncated or has bytes behind it")
  func lengths() {
    let sealed = ring.seal([1, 2, 3], context)
    for count in sealed.indices {
      #expect(throws: SealingError.self) { try ring.open(Array(sealed.prefix(count)), context) }
    }
    #expect(throws: SealingError.notAuthentic) { try ring.open(sealed + [0], context) }
    #expect(throws: SealingError.malformed) { try ring.open([], context) }
  }

  @Test("seals with the key of the highest id, opens with all, and says what is to be sealed again")
  func rotation() throws {
    let old = ring.seal([1, 2, 3], context)
    let both = SecretKeyring(keys: [1: Array(repeating: 1, count: 32), 2: Array(repeating: 2, count: 32)])
    #expect(both.activeKeyID == 2)
    #expect(try both.open(old, context) == [1, 2, 3])
    #expect(try both.needsRotation(old))
    let new = both.seal([1, 2, 3], context)
    #expect(try !both.needsRotation(new))
    let newOnly = SecretKeyring(keys: [2: Array(repeating: 2, count: 32)])
    #expect(try newOnly.open(new, context) == [1, 2, 3])
    #expect(throws: SealingError.unknownKey(id: 1)) { try newOnly.open(old, context) }
    #expect(throws: SealingError.malformed) { try both.needsRotation([2, 0]) }
  }
}
