import NIOCore
import ProtobufC
import RPC

@testable import TTRPC

/// What a peer reads off the wire.
struct Answer: Equatable, Sendable {
  var stream: UInt32
  var code = Code.ok
  var message = ""
  var reason: String?
  var payload: [UInt8] = []
}

/// Frames as a client writes them.
enum Frames {
  static func request(
    _ stream: UInt32,
    _ method: MethodDescriptor = Echo.now,
    payload: [UInt8] = [],
    timeout: Int64 = 0,
    metadata: [(key: String, value: String)] = [],
    flags: FrameFlags = []
  ) -> ByteBuffer {
    let arena = Arena()
    let body = payload.withUnsafeBytes { payload in
      try? Envelope.encodeRequest(
        method,
        payload: payload,
        timeoutNanoseconds: timeout,
        metadata: metadata,
        in: arena
      )
    }
    return frame(stream, .request, flags, Array(body ?? UnsafeRawBufferPointer(start: nil, count: 0)))
  }

  static func frame(_ stream: UInt32, _ type: FrameType, _ body: [UInt8]) -> ByteBuffer {
    frame(stream, type, [], body)
  }

  static func frame(_ stream: UInt32, _ type: FrameType, _ flags: FrameFlags, _ body: [UInt8]) -> ByteBuffer {
    var buffer = ByteBuffer()
    buffer.writeFrameHeader(FrameHeader(length: body.count, stream: stream, type: type, flags: flags))
    buffer.writeBytes(body)
    return buffer
  }

  /// All the Response frames that the buffer holds.
  static func answers(in buffer: ByteBuffer) -> [Answer] {
    var buffer = buffer
    return takeAnswers(from: &buffer)
  }

  static func takeAnswers(from buffer: inout ByteBuffer) -> [Answer] {
    var decoder = FrameDecoder(maxBodyBytes: 4 << 20)
    let arena = Arena()
    var answers: [Answer] = []
    while case .frame(let header, let body) = decoder.next(from: &buffer) {
      let result = body.withUnsafeReadableBytes { bytes in
        (try? Envelope.decodeResponse(bytes, in: arena)).map { $0.map { Array($0) } }
      }
      switch result {
      case .success(let payload): answers.append(Answer(stream: header.stream, payload: payload))
      case .failure(let error):
        answers.append(
          Answer(stream: header.stream, code: error.code, message: error.message, reason: error.info?.reason)
        )
      case nil: answers.append(Answer(stream: header.stream, code: .unknown, message: "undecodable"))
      }
    }
    return answers
  }

  /// A frame as it is on the wire.
  struct Raw {
    let header: FrameHeader
    let body: [UInt8]
  }

  static func all(in buffer: ByteBuffer) -> [Raw] {
    var buffer = buffer
    var decoder = FrameDecoder(maxBodyBytes: 4 << 20)
    var frames: [Raw] = []
    while case .frame(let header, let body) = decoder.next(from: &buffer) {
      frames.append(Raw(header: header, body: Array(body.readableBytesView)))
    }
    return frames
  }
}

extension [ByteBuffer] {
  var joined: ByteBuffer {
    var all = ByteBuffer()
    for buffer in self { all.writeImmutableBuffer(buffer) }
    return all
  }
}
