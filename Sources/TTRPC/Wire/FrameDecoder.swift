import NIOCore

/// Cuts a byte stream into frames, whatever pieces it arrives in.
///
/// A length is judged before anything is kept for it, so a peer gets no more memory than it has sent, and
/// never more than one frame's.
struct FrameDecoder: Sendable {
  enum Outcome: Equatable {
    /// The buffer holds no further whole frame. What is left in it belongs to the next one.
    case needMore
    /// A frame and its body.
    case frame(FrameHeader, ByteBuffer)
    /// A frame longer than allowed. Its body is skipped as it comes in; the frames after it are fine.
    case oversize(FrameHeader)
    /// The reserved byte is not 0: this is not ttrpc, and nothing after it can be trusted.
    case corrupt
  }

  let maxBodyBytes: Int

  /// What is still to come of an oversize body. Below 16 MiB: a longer one is corrupt.
  private var bytesToSkip = 0

  init(maxBodyBytes: Int) {
    self.maxBodyBytes = maxBodyBytes
  }

  /// Takes the next frame off the buffer's front. To be called until it wants more.
  mutating func next(from buffer: inout ByteBuffer) -> Outcome {
    if bytesToSkip > 0 {
      let count = min(bytesToSkip, buffer.readableBytes)
      buffer.moveReaderIndex(forwardBy: count)
      bytesToSkip -= count
    }
    // The reserved byte condemns the connection as soon as it is there, header or no header.
    if let reserved = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self), reserved != 0 {
      return .corrupt
    }
    guard let header = header(in: buffer) else { return .needMore }
    guard header.length <= maxBodyBytes else {
      buffer.moveReaderIndex(forwardBy: FrameHeader.byteCount)
      bytesToSkip = header.length
      return .oversize(header)
    }
    guard buffer.readableBytes >= FrameHeader.byteCount + header.length else { return .needMore }
    buffer.moveReaderIndex(forwardBy: FrameHeader.byteCount)
    guard let body = buffer.readSlice(length: header.length) else { return .needMore }
    return .frame(header, body)
  }

  /// Whether the next frame is there already, whole.
  func hasFrame(in buffer: ByteBuffer) -> Bool {
    guard bytesToSkip == 0, let header = header(in: buffer) else { return false }
    return header.length <= maxBodyBytes && buffer.readableBytes >= FrameHeader.byteCount + header.length
  }

  /// Gives up a frame that is not whole yet: what there is of it is dropped, the rest skipped as it comes in.
  ///
  /// - Returns: its header; nil where there is no such frame, or too little of it is known.
  mutating func skipFrame(in buffer: inout ByteBuffer) -> FrameHeader? {
    guard bytesToSkip == 0, let header = header(in: buffer), header.length <= maxBodyBytes else { return nil }
    let missing = FrameHeader.byteCount + header.length - buffer.readableBytes
    guard missing > 0 else { return nil }
    buffer = ByteBuffer()
    bytesToSkip = missing
    return header
  }

  /// Whether the peer has begun a frame that it has not finished.
  func isInsideFrame(_ buffer: ByteBuffer) -> Bool {
    bytesToSkip > 0 || buffer.readableBytes > 0
  }

  private func header(in buffer: ByteBuffer) -> FrameHeader? {
    guard buffer.readableBytes >= FrameHeader.byteCount else { return nil }
    return buffer.withUnsafeReadableBytes { FrameHeader($0) }
  }
}
