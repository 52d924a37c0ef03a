import ProtobufC
import Testing

@Suite("The arena")
struct ArenaTests {
  @Test(
    "hands out memory aligned for any scalar, whatever was asked for before",
    arguments: [1, 2, 3, 7, 8, 15, 16, 17, 100]
  )
  func alignment(_ size: Int) throws {
    let arena = Arena(limit: 1 << 20, blockSize: 256)
    for _ in 0..<200 {
      let memory = try arena.allocate(byteCount: size)
      #expect(Int(bitPattern: memory) % 16 == 0)
      memory.initializeMemory(as: UInt8.self, repeating: 0xaa, count: size)
    }
  }

  @Test("hands out memory that does not overlap, across blocks")
  func separate() throws {
    let arena = Arena(limit: 1 << 20, blockSize: 128)
    var pieces: [(UnsafeMutableRawPointer, Int)] = []
    for number in 0..<300 {
      let size = 1 + number % 97
      let memory = try arena.allocate(byteCount: size)
      memory.initializeMemory(as: UInt8.self, repeating: UInt8(number % 251), count: size)
      pieces.append((memory, size))
    }
    for (number, (memory, size)) in pieces.enumerated() {
      let bytes = UnsafeRawBufferPointer(start: memory, count: size)
      #expect(bytes.allSatisfy { $0 == UInt8(number % 251) })
    }
  }

  @Test("refuses what goes over its cap, and says so until it is reset")
  func cap() throws {
    let arena = Arena(limit: 1_024, blockSize: 64)
    for _ in 0..<64 { _ = try arena.allocate(byteCount: 16) }
    #expect(arena.used == 1_024)
    #expect(!arena.isExhausted)
    #expect(throws: ArenaExhausted.self) { try arena.allocate(byteCount: 1) }
    #expect(arena.isExhausted)
    #expect(arena.used == 1_024)
    arena.reset()
    #expect(!arena.isExhausted)
    #expect(arena.used == 0)
    _ = try arena.allocate(byteCount: 1_024)
  }

  @Test("counts what alignment costs against the cap")
  func padding() throws {
    let arena = Arena(limit: 64, blockSize: 64)
    for _ in 0..<4 { _ = try arena.allocate(byteCount: 1) }
    #expect(arena.used == 64)
    #expect(throws: ArenaExhausted.self) { try arena.allocate(byteCount: 1) }
  }

  @Test("refuses sizes that are no sizes", arguments: [Int.max, .max - 15, .min, -1, 1 << 40])
  func absurd(_ size: Int) {
    let arena = Arena()
    #expect(throws: ArenaExhausted.self) { try arena.allocate(byteCount: size) }
    #expect(throws: ArenaExhausted.self) { try arena.allocate(Int64.self, count: size) }
  }

  @Test("gives the same memory again after a reset")
  func reset() throws {
    let arena = Arena(limit: 1 << 20, blockSize: 1_024)
    let first = try arena.allocate(byteCount: 100)
    _ = try arena.allocate(byteCount: 10_000)
    arena.reset()
    #expect(try arena.allocate(byteCount: 100) == first)
  }

  @Test("takes pieces larger than its block, up to the cap")
  func large() throws {
    let arena = Arena(limit: 1 << 20, blockSize: 64)
    for _ in 0..<3 {
      let memory = try arena.allocate(byteCount: 1 << 20)
      memory.storeBytes(of: 7, toByteOffset: (1 << 20) - 1, as: UInt8.self)
      arena.reset()
    }
  }

  @Test("copies bytes and text, and nothing for none of them")
  func copies() throws {
    let arena = Arena()
    let bytes: [UInt8] = [1, 2, 3]
    let copy = bytes.withUnsafeBytes { try? arena.copy($0) }
    #expect(copy.map(Array.init) == bytes)
    #expect(Array(try arena.copy("zoë 李")) == Array("zoë 李".utf8))
    let used = arena.used
    #expect(try arena.copy("").isEmpty)
    #expect(try arena.copy(UnsafeRawBufferPointer(start: nil, count: 0)).isEmpty)
    #expect(arena.used == used)
    #expect(throws: ArenaExhausted.self) { try Arena(limit: 16).copy(String(repeating: "x", count: 17)) }
  }
}
