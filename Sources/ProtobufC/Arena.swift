import CProtobufC

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The arena's cap was reached: the message would take more memory than one request may.
package struct ArenaExhausted: Error, Sendable, Hashable {
  package init() {}
}

/// Memory that lives as long as one request.
///
/// A bump allocator, handed to protobuf-c as its `ProtobufCAllocator`: allocating is an addition, freeing is
/// nothing, and ``reset()`` takes everything back at once. In the steady state a request costs no `malloc`.
/// The cap also bounds amplification: 4 MiB of empty submessages would unpack to more than 200 MiB.
///
/// An arena belongs to one thread at a time; it is not `Sendable`. Everything it handed out is invalid after
/// ``reset()``.
package final class Arena {
  /// The most bytes that one request may take, unless said otherwise.
  package static let defaultLimitBytes = 16 << 20

  /// protobuf-c stores any scalar at its natural alignment; 16 covers them all.
  private static let alignment = 16

  /// What the C callbacks see. It lives at a stable address so that they need no reference counting.
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

  /// The arena as protobuf-c takes it.
  let allocator: UnsafeMutablePointer<ProtobufCAllocator>

  /// - Parameters:
  ///   - limit: the most bytes that one request may take.
  ///   - blockSize: the bytes kept from request to request.
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

  /// Takes back all that was allocated since the last reset.
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

  /// Bytes handed out since the last reset.
  package var used: Int { bump.pointee.used }

  /// Whether an allocation was refused since the last reset: tells a message too large from a malformed one.
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
    // Growing with what is used keeps the number of blocks logarithmic.
    let payload = max(size, bump.pointee.firstBlockSize, bump.pointee.used)
    guard let block = malloc(alignment + payload) else { return false }
    block.storeBytes(of: bump.pointee.overflow, as: UnsafeMutableRawPointer?.self)
    bump.pointee.overflow = block
    bump.pointee.cursor = block + alignment
    bump.pointee.end = block + alignment + payload
    return true
  }
}
