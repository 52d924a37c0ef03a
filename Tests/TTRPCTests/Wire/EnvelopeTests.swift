import NIOCore
import ProtobufC
import RPC
import Testing

@testable import TTRPC

@Suite("Requests and responses on the wire")
struct EnvelopeTests {
  private let arena = Arena()

  private func decode(_ bytes: [UInt8]) throws -> RequestEnvelope {
    // What is decoded lies in the arena, not in the bytes.
    try bytes.withUnsafeBytes { try Envelope.decodeRequest($0, in: arena) }
  }

  private func text(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test("a request has the bytes that other implementations write")
  func requestBytes() throws {
    let payload: [UInt8] = [0xaa]
    let bytes = try payload.withUnsafeBytes { payload in
      Array(
        try Envelope.encodeRequest(
          MethodDescriptor(service: "s", name: "m"),
          payload: payload,
          timeoutNanoseconds: 1,
          metadata: [("K", "v")],
          in: arena
        )
      )
    }
    #expect(
      bytes == [0x0a, 1, 0x73, 0x12, 1, 0x6d, 0x1a, 1, 0xaa, 0x20, 1, 0x2a, 6, 0x0a, 1, 0x6b, 0x12, 1, 0x76]
    )
    let request = try decode(bytes)
    #expect(text(request.service) == "s")
    #expect(text(request.method) == "m")
    #expect(Array(request.payload) == payload)
    #expect(request.timeoutNanoseconds == 1)
    #expect(request.metadata["k"] == "v")
    #expect(request.metadataBytes == 2)
  }

  @Test("metadata keys are found whatever their case on the wire, values keep theirs")
  func metadataCase() throws {
    let request = try decode([0x2a, 6, 0x0a, 1, 0x4b, 0x12, 1, 0x56])
    #expect(request.metadata["k"] == "V")
  }

  @Test("an empty body is a request that names nothing")
  func emptyRequest() throws {
    let request = try decode([])
    #expect(request.service.isEmpty && request.method.isEmpty && request.payload.isEmpty)
    #expect(request.timeoutNanoseconds == 0)
    #expect(request.metadata.isEmpty)
  }

  @Test(
    "bytes that are no request are malformed",
    arguments: [[0xff], [0x0a], [0x0a, 5, 1], [0x08, 1], [0x2a, 1, 0xff], [0x0b]] as [[UInt8]]
  )
  func malformed(bytes: [UInt8]) {
    #expect(throws: DecodingError(.malformed)) { try decode(bytes) }
  }

  @Test("metadata that would unpack to more than the arena is too large")
  func amplification() {
    let small = Arena(limit: 64 << 10)
    let bytes = Array(repeatElement([0x2a, 0] as [UInt8], count: 10_000).joined())
    #expect(throws: DecodingError(.tooLarge)) {
      try bytes.withUnsafeBytes { _ = try Envelope.decodeRequest($0, in: small) }
    }
  }

  @Test("a successful response carries no status")
  func reply() {
    var buffer = ByteBuffer()
    let payload: [UInt8] = [1, 2]
    let fits = payload.withUnsafeBytes { Envelope.appendReply($0, stream: 5, maxBytes: 4, to: &buffer) }
    #expect(fits)
    #expect(Array(buffer.readableBytesView) == [0, 0, 0, 4, 0, 0, 0, 5, 2, 0, 0x12, 2, 1, 2])
  }

  @Test("a response longer than a frame is not written")
  func replyTooLong() {
    var buffer = ByteBuffer()
    let payload: [UInt8] = [1, 2, 3]
    let fits = payload.withUnsafeBytes { Envelope.appendReply($0, stream: 5, maxBytes: 4, to: &buffer) }
    #expect(!fits)
    #expect(buffer.readableBytes == 0)
  }

  @Test("a failure brings its code, message and details across")
  func failure() throws {
    var buffer = ByteBuffer()
    let error = Refusal.overloaded.error(domain: "test")
    Envelope.appendFailure(error, stream: 1, maxBytes: 1_000, arena: arena, to: &buffer)
    buffer.moveReaderIndex(forwardBy: FrameHeader.byteCount)
    let result = try buffer.withUnsafeReadableBytes { try Envelope.decodeResponse($0, in: arena) }
    guard case .failure(let received) = result else { throw error }
    #expect(received.code == .resourceExhausted)
    #expect(received.message == error.message)
    #expect(received.info == ErrorInfo(reason: "OVERLOADED", domain: "test"))
    #expect(received.retryDelay == .milliseconds(100))
  }

  @Test("a failure too long for a frame still brings its code")
  func failureTooLong() {
    var buffer = ByteBuffer()
    let error = RPCError(.aborted, String(repeating: "long ", count: 100))
    Envelope.appendFailure(error, stream: 1, maxBytes: 100, arena: arena, to: &buffer)
    #expect(Frames.answers(in: buffer) == [Answer(stream: 1, code: .aborted)])
  }

  @Test("a status with code 0 is success")
  func statusOK() throws {
    let bytes: [UInt8] = [0x0a, 2, 0x08, 0, 0x12, 1, 9]
    let result = try bytes.withUnsafeBytes { try Envelope.decodeResponse($0, in: arena) }
    #expect(try Array(result.get()) == [9])
  }
}
