import NIOCore
import Testing

@testable import TTRPC

@Suite("Cutting bytes into frames")
struct FrameDecoderTests {
  private func outcomes(_ buffer: ByteBuffer, limit: Int = 4 << 20) -> [FrameDecoder.Outcome] {
    var decoder = FrameDecoder(maxBodyBytes: limit)
    var buffer = buffer
    return take(&decoder, &buffer)
  }

  private func take(_ decoder: inout FrameDecoder, _ buffer: inout ByteBuffer) -> [FrameDecoder.Outcome] {
    var outcomes: [FrameDecoder.Outcome] = []
    while true {
      let outcome = decoder.next(from: &buffer)
      if outcome == .needMore { return outcomes }
      outcomes.append(outcome)
      if outcome == .corrupt { return outcomes }
    }
  }

  @Test("a header has ten bytes: length, stream, type, flags, in network order")
  func header() {
    let buffer = Frames.frame(0x0102_0304, .data, [.remoteClosed, .noData], [9])
    #expect(Array(buffer.readableBytesView) == [0, 0, 0, 1, 1, 2, 3, 4, 3, 5, 9])
    let header = FrameHeader(length: 1, stream: 0x0102_0304, type: .data, flags: [.remoteClosed, .noData])
    #expect(outcomes(buffer) == [.frame(header, ByteBuffer(bytes: [9]))])
  }

  @Test("a frame with an empty body is a frame")
  func emptyBody() {
    let header = FrameHeader(length: 0, stream: 1, type: .request)
    #expect(outcomes(Frames.frame(1, .request, [])) == [.frame(header, ByteBuffer())])
  }

  @Test("frames that arrive byte by byte are the frames that arrive at once")
  func byteByByte() {
    let bytes = [
      Frames.frame(1, .request, [1, 2, 3]), Frames.frame(3, .data, []),
      Frames.frame(5, .request, Array(repeating: 4, count: 12)), Frames.frame(7, .response, [5]),
    ].joined
    var decoder = FrameDecoder(maxBodyBytes: 8)
    var buffer = ByteBuffer()
    var pieces: [FrameDecoder.Outcome] = []
    for byte in bytes.readableBytesView {
      buffer.writeInteger(byte)
      pieces += take(&decoder, &buffer)
    }
    #expect(pieces == outcomes(bytes, limit: 8))
    #expect(pieces.count == 4)
    #expect(!decoder.isInsideFrame(buffer))
  }

  @Test(
    "a body of exactly the limit passes and one byte more is oversize",
    arguments: [(8, false), (9, true)]
  )
  func limit(length: Int, isOversize: Bool) {
    let next = Frames.frame(3, .request, [1])
    let all = outcomes(
      [Frames.frame(1, .request, Array(repeating: 0, count: length)), next].joined,
      limit: 8
    )
    #expect(all.count == 2)
    let header = FrameHeader(length: length, stream: 1, type: .request)
    #expect((all[0] == .oversize(header)) == isOversize)
    #expect(all[1] == .frame(FrameHeader(length: 1, stream: 3, type: .request), ByteBuffer(bytes: [1])))
  }

  @Test("an oversize frame is told at its header, before its body")
  func oversizeAtHeader() {
    var header = ByteBuffer()
    header.writeFrameHeader(FrameHeader(length: 0xff_ffff, stream: 1, type: .request))
    var decoder = FrameDecoder(maxBodyBytes: 4 << 20)
    let outcome = decoder.next(from: &header)
    #expect(outcome == .oversize(FrameHeader(length: 0xff_ffff, stream: 1, type: .request)))
    #expect(decoder.isInsideFrame(header))
    let further = decoder.next(from: &header)
    #expect(further == .needMore)
  }

  @Test(
    "a reserved byte that is not 0 is corrupt as soon as it comes",
    arguments: [1, 0x47, 0xff] as [UInt8]
  )
  func corrupt(byte: UInt8) {
    #expect(outcomes(ByteBuffer(bytes: [byte])) == [.corrupt])
    let good = Frames.frame(1, .request, [1])
    #expect(outcomes([good, ByteBuffer(bytes: [byte])].joined).last == .corrupt)
  }

  @Test("a frame that follows is known before it is taken, when it is whole", arguments: 0...11)
  func followers(count: Int) {
    let decoder = FrameDecoder(maxBodyBytes: 8)
    let frame = Frames.frame(1, .request, [1])
    let part = frame.getSlice(at: frame.readerIndex, length: count)!
    #expect(decoder.hasFrame(in: part) == (count == 11))
    #expect(decoder.isInsideFrame(part) == (count > 0))
  }
}
