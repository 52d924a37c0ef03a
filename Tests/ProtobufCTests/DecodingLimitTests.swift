import ProtobufC
import RPC
import RosterProto
import TestSupport
import Testing

@Suite("Decoding what a stranger sends")
struct DecodingLimitTests {
  /// Decodes in an arena and says how much it took.
  private func decode<M: Message>(_ type: M.Type, _ bytes: [UInt8], _ arena: Arena) throws(DecodingError) -> M
  {
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(DecodingError) in try M(unpacking: buffer, in: arena) }
    }
    return try result.get()
  }

  @Test("4 MiB of empty submessages are too large, and take no more than the cap")
  func amplification() {
    let bytes = Array(repeating: [0x0a, 0x00] as [UInt8], count: 2 << 20).flatMap { $0 }
    let arena = Arena()
    for _ in 0..<2 {
      let error = #expect(throws: DecodingError.self) { try decode(ListUsersResponse.self, bytes, arena) }
      #expect(error?.reason == .tooLarge)
      #expect(arena.used <= Arena.defaultLimitBytes)
      arena.reset()
    }
    #expect(throws: Never.self) { try decode(ListUsersResponse.self, [0x0a, 0x00], arena) }
  }

  @Test(
    "so are 4 MiB of empty texts, numbers of one byte, and unknown fields",
    arguments: [
      [0x0a, 0x00], [0x78, 0x01], [0x7a, 0x00],
    ] as [[UInt8]]
  )
  func manyFields(_ field: [UInt8]) {
    let bytes = Array(repeating: field, count: 2 << 20).flatMap { $0 }
    let arena = Arena()
    let error = #expect(throws: DecodingError.self) { try decode(FieldMask.self, bytes, arena) }
    #expect(error?.reason == .tooLarge)
    #expect(arena.used <= Arena.defaultLimitBytes)
  }

  @Test("a reply that does not fit the arena is refused while it is written")
  func encoding() {
    let users = ListUsersResponse(users: Array(repeating: User(email: "a@b"), count: 1_000))
    #expect(throws: ArenaExhausted.self) { try users.packed(in: Arena(limit: 10_000)) }
  }

  @Test("mutations of good messages are read or refused, every time in the same way")
  func fuzz() throws {
    var generator = SplitMix64(seed: 42)
    let samples = try Samples.all.map { try $0.serializedBytes() }
    let arena = Arena()
    func tryAll<M: Message>(_ sample: M, _ bytes: [UInt8]) {
      arena.reset()
      do {
        let value = try decode(M.self, bytes, arena)
        // What was understood can be written, and is understood again.
        let written = try? value.serializedBytes()
        #expect(written.flatMap { try? M(serializedBytes: $0) } == value)
      } catch {
        #expect(error.reason != .tooLarge)
      }
    }
    for _ in 0..<20_000 {
      var bytes = samples.randomElement(using: &generator)!
      for _ in 0..<Int.random(in: 1...8, using: &generator) { mutate(&bytes, samples, &generator) }
      tryAll(Samples.all.randomElement(using: &generator)!, bytes)
    }
  }

  private func mutate(_ bytes: inout [UInt8], _ samples: [[UInt8]], _ generator: inout SplitMix64) {
    let index = Int.random(in: 0...bytes.count, using: &generator)
    switch Int.random(in: 0..<5, using: &generator) {
    case 0 where index < bytes.count: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 1 where index < bytes.count: bytes[index] = .random(in: .min ... .max, using: &generator)
    case 2 where index < bytes.count: bytes.remove(at: index)
    case 3: bytes.insert(contentsOf: samples.randomElement(using: &generator)!, at: index)
    case 4: bytes.removeLast(bytes.count - index)
    default: bytes.insert(.random(in: .min ... .max, using: &generator), at: index)
    }
  }
}
