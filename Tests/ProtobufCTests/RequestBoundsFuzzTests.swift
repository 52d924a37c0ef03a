import ProtobufC
import RPC
import RosterProto
import TestSupport
import Testing

@Suite("Bounds of requests, on requests of chance")
struct RequestBoundsFuzzTests {
  @Test("whatever is accepted is within its bounds, in 20,000 requests at and about them, good and bad")
  func fuzz() throws {
    var generator = SplitMix64(seed: 7)
    let fields = RequestBoundsTests.entries
    let arena = Arena()
    var accepted = 0
    var refused = 0
    for _ in 0..<20_000 {
      let field = fields.randomElement(using: &generator)!
      var bytes = pieces(of: field, &generator)
      if Bool.random(using: &generator) { mutate(&bytes, &generator) }
      arena.reset()
      if try isAccepted(field.type, bytes, arena) { accepted += 1 } else { refused += 1 }
    }
    #expect(accepted > 2_000)
    #expect(refused > 2_000)
  }

  /// Decodes; what was understood, written anew with each field once, is within the bounds as well.
  private func isAccepted<M: BoundedMessage>(
    _ type: M.Type,
    _ bytes: [UInt8],
    _ arena: Arena
  ) throws -> Bool {
    guard let value = try? decode(type, bytes, arena) else { return false }
    let written = try value.serializedBytes()
    #expect(throws: Never.self) { try decode(type, written) }
    return true
  }

  /// One field in up to four pieces, which together hold about what it may.
  private func pieces(of field: BoundedField, _ generator: inout SplitMix64) -> [UInt8] {
    var bytes: [UInt8] = []
    let count = Int.random(in: 1...4, using: &generator)
    for _ in 0..<count {
      let form = field.forms.randomElement(using: &generator)!
      let most = form == .long ? field.entry.maxBytes : field.entry.maxItems / count
      bytes += field.bytes(form, count: max(0, most + Int.random(in: -1...1, using: &generator)))
    }
    return bytes
  }

  private func mutate(_ bytes: inout [UInt8], _ generator: inout SplitMix64) {
    // Tags and lengths stand in front.
    let index = Int.random(in: 0...min(bytes.count, 12), using: &generator)
    switch Int.random(in: 0..<4, using: &generator) {
    case 0 where index < bytes.count: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 1 where index < bytes.count: bytes.remove(at: index)
    case 2: bytes.removeLast(Int.random(in: 0...min(bytes.count, 3), using: &generator))
    default: bytes.insert(.random(in: .min ... .max, using: &generator), at: index)
    }
  }
}
