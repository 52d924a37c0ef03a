import CProtobufC

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Memory for one request.
///
/// A bump allocator, which protobuf-c uses as its `ProtobufCAllocator`: allocating is an addition, freeing
/// does nothing, and ``reset()`` frees everything at once. Requests that fit in the first block need no
/// `malloc`. The limit also bounds amplification: 4 MiB of empty submessages would unpack to more than 200
/// MiB.
///
/// One thread at a time uses an arena; it is not `Sendable`. All memory it has returned is invalid after
/// ``reset()``.
package final class Arena {
  /// The default limit of one request, in bytes.
  package static let defaultLimitBytes = 16 << 20

  /// protobuf-c stores any scalar at its natural alignment; 16 covers them all.
  private static let alignment = 16

  /// The state that the C callbacks use. Its address is fixed, so they need no reference counting.
  struct Bump {
    var cursor: UnsafeMutableRawPointer
    var end: UnsafeMutableRawPointer
    var used: Int
    let limit: Int
    let firstBlock: UnsafeMutableRawPointer
    let firstBlockSize: Int
    /// The newest block beyond the first; its first word points to the one before it.
    var overflow: UnsafeMutableRawPointer?
    var exhausted: Bool
  }

  private let bump: UnsafeMutablePointer<Bump>

  /// The arena as an allocator of protobuf-c.
  let allocator: UnsafeMutablePointer<ProtobufCAllocator>

  /// - Parameters:
  ///   - limit: the most bytes of one request.
  ///   - blockSize: the bytes that are kept after a reset.
  package init(limit: Int = defaultLimitBytes, blockSize: Int = 64 << 10) {
    let block = UnsafeMutableRawPointer.allocate(byteCount: blockSize, alignment: Self.alignment)
    bump = .allocate(capacity: 1)
    bump.initialize(
      to: Bump(
        cursor: block,
        end: block + blockSize,
        used: 0,
        limit: limit,
        firstBlock: block,
        firstBlockSize: blockSize,
        overflow: nil,
        exhausted: false
      )
    )
    allocator = .allocate(capacity: 1)
    allocator.initialize(
      to: ProtobufCAllocator(
        alloc: { data, size in
          Arena.allocate(size, from: data.unsafelyUnwrapped.assumingMemoryBound(to: Bump.self))
        },
        free: { _, _ in },
        allocator_data: UnsafeMutableRawPointer(bump)
      )
    )
  }

  deinit {
    reset()
    bump.pointee.firstBlock.deallocate()
    bump.deallocate()
    allocator.deallocate()
  }

  /// Frees everything that was allocated since the last reset.
  package func reset() {
    while let block = bump.pointee.overflow {
      bump.pointee.overflow = block.load(as: UnsafeMutableRawPointer?.self)
      free(block)
    }
    bump.pointee.cursor = bump.pointee.firstBlock
    bump.pointee.end = bump.pointee.firstBlock + bump.pointee.firstBlockSize
    bump.pointee.used = 0
    bump.pointee.exhausted = false
  }

  /// Bytes allocated since the last reset.
  package var used: Int { bump.pointee.used }

  /// Whether an allocation was refused since the last reset: the message is then too large, not malformed.
  package var isExhausted: Bool { bump.pointee.exhausted }

  /// Uninitialised memory, aligned for any scalar.
  package func allocate(byteCount: Int) throws(ArenaExhausted) -> UnsafeMutableRawPointer {
    guard let memory = Self.allocate(byteCount, from: bump) else { throw ArenaExhausted() }
    return memory
  }

  /// Uninitialised memory for `count` values of a trivial type.
  package func allocate<T>(_ type: T.Type, count: Int) throws(ArenaExhausted) -> UnsafeMutablePointer<T> {
    let (byteCount, overflow) = MemoryLayout<T>.stride.multipliedReportingOverflow(by: count)
    guard !overflow else { throw ArenaExhausted() }
    return try allocate(byteCount: byteCount).bindMemory(to: type, capacity: count)
  }

  /// A copy of the bytes.
  package func copy(_ bytes: UnsafeRawBufferPointer) throws(ArenaExhausted) -> UnsafeRawBufferPointer {
    guard let source = bytes.baseAddress, !bytes.isEmpty else {
      return UnsafeRawBufferPointer(start: nil, count: 0)
    }
    let memory = try allocate(byteCount: bytes.count)
    memory.copyMemory(from: source, byteCount: bytes.count)
    return UnsafeRawBufferPointer(start: memory, count: bytes.count)
  }

  /// A copy of a text's UTF-8.
  package func copy(_ text: String) throws(ArenaExhausted) -> UnsafeRawBufferPointer {
    var text = text
    let result = text.withUTF8 { utf8 in
      Result { () throws(ArenaExhausted) in try copy(UnsafeRawBufferPointer(utf8)) }
    }
    return try result.get()
  }

  private static func allocate(_ size: Int, from bump: UnsafeMutablePointer<Bump>) -> UnsafeMutableRawPointer?
  {
    guard size >= 0, size <= bump.pointee.limit else { return refuse(bump) }
    let rounded = (size + alignment - 1) & ~(alignment - 1)
    guard rounded <= bump.pointee.limit - bump.pointee.used else { return refuse(bump) }
    if bump.pointee.end - bump.pointee.cursor < rounded {
      guard addBlock(atLeast: rounded, to: bump) else { return refuse(bump) }
    }
    let memory = bump.pointee.cursor
    bump.pointee.cursor = memory + rounded
    bump.pointee.used += rounded
    return memory
  }

  private static func refuse(_ bump: UnsafeMutablePointer<Bump>) -> UnsafeMutableRawPointer? {
    bump.pointee.exhausted = true
    return nil
  }

  private static func addBlock(atLeast size: Int, to bump: UnsafeMutablePointer<Bump>) -> Bool {
    // Each block is at least as large as all before it, so there are few blocks.
    let payload = max(size, bump.pointee.firstBlockSize, bump.pointee.used)
    guard let block = malloc(alignment + payload) else { return false }
    block.storeBytes(of: bump.pointee.overflow, as: UnsafeMutableRawPointer?.self)
    bump.pointee.overflow = block
    bump.pointee.cursor = block + alignment
    bump.pointee.end = block + alignment + payload
    return true
  }
}
