import NIOCore
import Testing

@testable import TTRPC

/// An input that expectations can change.
private final class Input {
  private var input = FrameInput(maxBodyBytes: 1_000)

  func append(_ buffer: ByteBuffer) { input.append(buffer) }
  func next() -> FrameDecoder.Outcome { input.next() }
  func skipFrame() -> FrameHeader? { input.skipFrame() }
  func trim() { input.trim() }
  func drop() { input.drop() }
  var byteCount: Int { input.byteCount }
  var hasFrame: Bool { input.hasFrame }
  var isInsideFrame: Bool { input.isInsideFrame }
}

@Suite("What has come on a connection")
struct FrameInputTests {
  private let input = Input()
  private let header = FrameHeader(length: 3, stream: 1, type: .data)
  private let frame = Frames.frame(1, .data, [1, 2, 3])

  private func piece(_ range: Range<Int>) -> ByteBuffer {
    frame.getSlice(at: frame.readerIndex + range.lowerBound, length: range.count) ?? ByteBuffer()
  }

  @Test("pieces of a frame are kept, through trimming, until it is whole")
  func pieces() {
    for range in [0..<4, 4..<11] {
      input.append(piece(range))
      #expect(input.next() == .needMore)
      input.trim()
      #expect(input.isInsideFrame)
      #expect(!input.hasFrame)
    }
    input.append(piece(11..<13))
    #expect(input.hasFrame)
    #expect(input.next() == .frame(header, ByteBuffer(bytes: [1, 2, 3])))
    #expect(input.next() == .needMore)
    #expect(!input.isInsideFrame)
    #expect(input.byteCount == 0)
  }

  @Test("a frame that was taken stays as it was when more comes")
  func stays() {
    input.append(frame)
    guard case .frame(_, let body) = input.next() else {
      Issue.record("there is no frame")
      return
    }
    input.append(Frames.frame(3, .data, [9, 9, 9]))
    input.trim()
    #expect(body == ByteBuffer(bytes: [1, 2, 3]))
    #expect(input.hasFrame)
  }

  @Test("the rest of a frame that was given up is skipped, and the next one is taken")
  func skips() {
    input.append(piece(0..<11))
    #expect(input.skipFrame() == header)
    #expect(input.byteCount == 0)
    input.append(piece(11..<13))
    input.append(Frames.frame(3, .data, []))
    #expect(input.next() == .frame(FrameHeader(length: 0, stream: 3, type: .data), ByteBuffer()))
  }

  @Test("what is dropped is gone")
  func drops() {
    input.append(frame)
    input.drop()
    #expect(input.next() == .needMore)
    #expect(input.byteCount == 0)
  }
}
