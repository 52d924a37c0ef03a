import ProtobufC
import RPC
import RosterProto
import Testing

@Suite("Every generated message")
struct RoundTripTests {
  @Test("reads back as it was written, every field, and so does an empty one", arguments: Samples.all.indices)
  func roundTrip(_ index: Int) throws {
    func check<M: Message>(_ value: M) throws {
      let bytes = try value.serializedBytes()
      #expect(try M(serializedBytes: bytes) == value)
      #expect(try M(serializedBytes: try M(serializedBytes: []).serializedBytes()) == M(serializedBytes: []))
    }
    try check(Samples.all[index])
  }

  @Test("has a sample here, under its name in the contract")
  func complete() throws {
    let names = Set(Samples.all.map { descriptor($0).name })
    #expect(names == Set(try Contract.messages()))
  }

  @Test("skips fields it does not know, of every wire type", arguments: Samples.all.indices)
  func unknownFields(_ index: Int) throws {
    func check<M: Message>(_ value: M) throws {
      // Field 1000 as varint, 64 bits, bytes and 32 bits.
      let unknown: [UInt8] = [
        0xc0, 0x3e, 0x96, 0x01,
        0xc1, 0x3e, 1, 2, 3, 4, 5, 6, 7, 8,
        0xc2, 0x3e, 0x02, 0xff, 0xff,
        0xc5, 0x3e, 1, 2, 3, 4,
      ]
      let bytes = try value.serializedBytes()
      #expect(try M(serializedBytes: unknown + bytes) == value)
      #expect(try M(serializedBytes: bytes + unknown) == value)
    }
    try check(Samples.all[index])
  }

  @Test("refuses its own bytes cut short, or reads what is whole", arguments: Samples.all.indices)
  func truncated(_ index: Int) throws {
    func check<M: Message>(_ value: M) throws {
      let bytes = try value.serializedBytes()
      for length in 0..<bytes.count {
        do {
          _ = try M(serializedBytes: Array(bytes[..<length]))
        } catch {
          #expect(error.reason == .malformed)
        }
      }
    }
    try check(Samples.all[index])
  }

  private func descriptor<M: Message>(_ value: M) -> MessageDescriptor { M.descriptor }
}
