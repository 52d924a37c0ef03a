import NIOCore
import NIOEmbedded
import RPC
import Testing

@testable import TTRPC
@testable import Transport

/// A row of the protocol's error table: what is sent, and what must come back before the connection goes on.
struct Rejection: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let frames: ByteBuffer
  let answers: [Answer]
  /// A stream that is free afterwards.
  var next: UInt32 = 99

  static let limit = 4 << 20

  static let all: [Rejection] = [
    Rejection(
      testDescription: "an unknown service is UNIMPLEMENTED",
      frames: Frames.request(1, MethodDescriptor(service: "test.Nothing", name: "Now")),
      answers: [
        Answer(stream: 1, code: .unimplemented, message: "service test.Nothing", reason: "SERVICE_UNKNOWN")
      ]
    ),
    Rejection(
      testDescription: "an unknown method is UNIMPLEMENTED",
      frames: Frames.request(1, MethodDescriptor(service: "test.Echo", name: "Nothing")),
      answers: [Answer(stream: 1, code: .unimplemented, message: "method Nothing", reason: "METHOD_UNKNOWN")]
    ),
    Rejection(
      testDescription:
        "a streaming call of a method that is not there is UNIMPLEMENTED, and its data inactive",
      frames: [
        Frames.request(1, MethodDescriptor(service: "test.Echo", name: "Stream"), flags: .remoteOpen),
        Frames.frame(1, .data, [1]),
        Frames.frame(1, .data, [.remoteClosed, .noData], []),
      ].joined,
      answers: [
        Answer(stream: 1, code: .unimplemented, message: "method Stream", reason: "METHOD_UNKNOWN"),
        inactive(1), inactive(1),
      ]
    ),
    Rejection(
      testDescription: "an even stream is INVALID_ARGUMENT",
      frames: [Frames.request(0), Frames.request(2)].joined,
      answers: [0, 2].map {
        Answer(
          stream: $0,
          code: .invalidArgument,
          message: "StreamID must be odd for client initiated streams",
          reason: "STREAM_ID_EVEN"
        )
      }
    ),
    Rejection(
      testDescription: "a stream used again, or one before it, is INVALID_ARGUMENT",
      frames: [Frames.request(5), Frames.request(5), Frames.request(3)].joined,
      answers: [Answer(stream: 5)]
        + [5, 3].map {
          Answer(
            stream: $0,
            code: .invalidArgument,
            message: "StreamID cannot be re-used and must increment",
            reason: "STREAM_ID_REUSED"
          )
        }
    ),
    Rejection(
      testDescription: "a request that does not decode is INVALID_ARGUMENT",
      frames: Frames.frame(1, .request, [0xff, 0xff]),
      answers: [
        Answer(
          stream: 1,
          code: .invalidArgument,
          message: "unmarshal request error: the frame's body is not a valid ttrpc Request",
          reason: "MALFORMED_MESSAGE"
        )
      ]
    ),
    Rejection(
      testDescription: "data on a stream that never was, or has ended, is INVALID_ARGUMENT",
      frames: [Frames.frame(7, .data, [1]), Frames.request(9), Frames.frame(9, .data, [])].joined,
      answers: [inactive(7), Answer(stream: 9), inactive(9)]
    ),
    Rejection(
      testDescription: "a frame of 4 MiB and a byte is RESOURCE_EXHAUSTED, and its stream stays free",
      frames: Frames.frame(1, .request, Array(repeating: 0, count: limit + 1)),
      answers: [
        Answer(
          stream: 1,
          code: .resourceExhausted,
          message: "message length 4194305 exceed maximum message size of 4194304",
          reason: "MESSAGE_TOO_LARGE"
        )
      ],
      next: 1
    ),
    Rejection(
      testDescription: "unknown types and responses are ignored",
      frames: [0, 2, 4, 5, 200].map { Frames.frame(1, FrameType(rawValue: $0), [1, 2]) }.joined,
      answers: [],
      next: 1
    ),
    Rejection(
      testDescription: "the closing flag on a unary request is ignored",
      frames: Frames.request(1, payload: [4], flags: .remoteClosed),
      answers: [Answer(stream: 1, payload: [4])]
    ),
    Rejection(
      testDescription: "a negative timeout is DEADLINE_EXCEEDED at once",
      frames: Frames.request(1, timeout: -1),
      answers: [
        Answer(
          stream: 1,
          code: .deadlineExceeded,
          message: "The call's deadline passed. Nothing was changed.",
          reason: "DEADLINE_EXCEEDED"
        )
      ]
    ),
    Rejection(
      testDescription: "metadata of more than 8 KiB is RESOURCE_EXHAUSTED",
      frames: Frames.request(1, metadata: [("k", String(repeating: "v", count: 8 << 10))]),
      answers: [
        Answer(
          stream: 1,
          code: .resourceExhausted,
          message: "8193 bytes of metadata, and 8192 are allowed",
          reason: "METADATA_TOO_LARGE"
        )
      ]
    ),
    Rejection(
      testDescription: "a request of a million pairs of metadata is RESOURCE_EXHAUSTED",
      frames: Frames.frame(1, .request, Array(repeatElement([0x2a, 0] as [UInt8], count: 1 << 20).joined())),
      answers: [
        Answer(
          stream: 1,
          code: .resourceExhausted,
          message: "more than 64 pairs of metadata: send fewer",
          reason: "METADATA_TOO_LARGE"
        )
      ]
    ),
    Rejection(
      testDescription: "a reply that fits no frame is RESOURCE_EXHAUSTED",
      frames: Frames.request(1, Echo.bytes, payload: Echo.count(limit)),
      answers: [
        Answer(
          stream: 1,
          code: .resourceExhausted,
          message: "the reply is longer than a frame of 4194304 bytes: ask for less at once",
          reason: "MESSAGE_TOO_LARGE"
        )
      ]
    ),
    Rejection(
      testDescription: "a handler's own error is passed on",
      frames: Frames.request(1, Echo.refuse),
      answers: [Answer(stream: 1, code: .notFound, message: "It is not here.")]
    ),
  ]

  private static func inactive(_ stream: UInt32) -> Answer {
    Answer(
      stream: stream,
      code: .invalidArgument,
      message: "StreamID is no longer active",
      reason: "STREAM_NOT_ACTIVE"
    )
  }
}

@Suite("What the server refuses, and goes on after")
struct RejectionTests {
  @Test("over a connection without a socket", arguments: Rejection.all)
  func embedded(row: Rejection) throws {
    let server = try EmbeddedServer()
    #expect(try server.exchange(row.frames) == row.answers)
    #expect(
      try server.exchange(Frames.request(row.next, payload: [1])) == [Answer(stream: row.next, payload: [1])]
    )
    #expect(server.isOpen)
  }

  @Test("over TCP and a Unix socket", arguments: Rejection.all, SocketKind.allCases)
  func sockets(row: Rejection, transport: SocketKind) async throws {
    try await withServer(at: transport.endpoint) { _, endpoint in
      let client = try await RawClient(endpoint)
      try await client.send([row.frames, Frames.request(row.next, payload: [1])].joined)
      let answers = try await client.answers(row.answers.count + 1)
      #expect(answers == row.answers + [Answer(stream: row.next, payload: [1])])
      try await client.close()
    }
  }

  @Test("a frame that reaches exactly 4 MiB, both ways, is served")
  func exactLimit() throws {
    let server = try EmbeddedServer()
    // Field number and length of each part: service 1 + 1 + 9, method 1 + 1 + 3, payload 1 + 4.
    let request = Frames.request(1, payload: Array(repeating: 1, count: Rejection.limit - 21))
    #expect(request.readableBytes == Rejection.limit + FrameHeader.byteCount)
    #expect(try server.exchange(request).first?.payload.count == Rejection.limit - 21)
    let reply = Frames.request(3, Echo.bytes, payload: Echo.count(Rejection.limit - 5))
    #expect(try server.exchange(reply).first?.payload.count == Rejection.limit - 5)
  }

  @Test(
    "bytes that are not ttrpc close the connection, after the replies to what came before",
    arguments: SocketKind.allCases
  )
  func garbage(transport: SocketKind) async throws {
    try await withServer(at: transport.endpoint) { _, endpoint in
      let client = try await RawClient(endpoint)
      try await client.send([Frames.request(1), ByteBuffer(string: "GET / HTTP/1.1\r\n\r\n")].joined)
      #expect(try await client.answers(1) == [Answer(stream: 1)])
      try await client.waitUntilClosed()
    }
    let server = try EmbeddedServer()
    #expect(try server.exchange(Frames.request(1), ByteBuffer(bytes: [1])) == [Answer(stream: 1)])
    #expect(!server.isOpen)
  }

  @Test("a frame cut off by the end of the connection is dropped", arguments: 1..<20)
  func truncated(count: Int) throws {
    let server = try EmbeddedServer()
    let frame = Frames.request(1, Echo.later)
    try server.receive(frame.getSlice(at: frame.readerIndex, length: count)!)
    server.channel.pipeline.fireChannelInactive()
    #expect(try server.sent().isEmpty)
    #expect(server.counters.snapshot.calls == 0)
  }

  @Test("an error names who refused, and facts a program can use")
  func errorInfo() {
    let error = Refusal.oversizeMetadata(bytes: 9, limit: 8).error(domain: "roster")
    #expect(error.info?.domain == "roster")
    #expect(error.info?.metadata == ["limit_bytes": "8"])
  }
}
