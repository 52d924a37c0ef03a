import NIOCore

/// What has come on a connection and was not taken yet, as frames.
struct FrameInput: Sendable {
  private var decoder: FrameDecoder
  private var bytes = ByteBuffer()

  init(maxBodyBytes: Int) {
    decoder = FrameDecoder(maxBodyBytes: maxBodyBytes)
  }

  /// Bytes that were not taken.
  var byteCount: Int { bytes.readableBytes }

  /// Whether the next frame is there, whole.
  var hasFrame: Bool { decoder.hasFrame(in: bytes) }

  /// Whether the peer has begun a frame that it has not finished.
  var isInsideFrame: Bool { decoder.isInsideFrame(bytes) }

  mutating func append(_ incoming: consuming ByteBuffer) {
    if bytes.readableBytes > 0 {
      bytes.writeBuffer(&incoming)
    } else {
      bytes = incoming
    }
  }

  /// Takes the next frame. To be called until it wants more.
  mutating func next() -> FrameDecoder.Outcome { decoder.next(from: &bytes) }

  /// Gives up a frame that is not whole yet: see ``FrameDecoder/skipFrame(in:)``.
  mutating func skipFrame() -> FrameHeader? { decoder.skipFrame(in: &bytes) }

  /// Lets go of memory that is not needed until more comes. The memory that a read came in may be many times
  /// what is left of it.
  mutating func trim() {
    if bytes.readableBytes == 0 {
      bytes = ByteBuffer()
    } else if bytes.storageCapacity > 2 * bytes.readableBytes + 1_024 {
      bytes = ByteBuffer(buffer: bytes)
    } else {
      bytes.discardReadBytes()
    }
  }

  /// Drops all that has come.
  mutating func drop() {
    bytes = ByteBuffer()
  }
}
