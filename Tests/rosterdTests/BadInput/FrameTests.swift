import RPC
import RosterProto
import Testing

@Suite("Bad frames", .served)
struct FrameTests {
  private let connection: RawConnection

  init() throws {
    connection = try SharedServer.connect()
  }

  /// A call that any server answers.
  private var goodRequest: RawRequest {
    RawRequest(SystemServiceMethods.getServerInfo, payload: [])
  }

  // MARK: What ends the connection

  @Test(
    "What is not ttrpc is hung up on without a word",
    arguments: [
      Array("GET / HTTP/1.1\r\nHost: roster\r\n\r\n".utf8),
      [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03],
      Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8),
      [UInt8](repeating: 0xff, count: 100_000),
    ] as [[UInt8]]
  )
  func garbage(bytes: [UInt8]) throws {
    try connection.send(bytes)
    #expect(try connection.isClosed())
    try SharedServer.connect().expectService()
  }

  @Test(
    "A first byte that is not zero is enough to hang up: nothing more is waited for",
    arguments: [1, 0x7f, 0xff]
  )
  func reservedByte(byte: UInt8) throws {
    try connection.send([byte])
    #expect(try connection.isClosed())
  }

  @Test("What was asked before garbage is answered before the connection ends")
  func garbageAfterCall() throws {
    try connection.send(connection.frame(1, goodRequest).bytes + [0xff])
    _ = try connection.receiveAnswer(to: 1).get()
    #expect(try connection.isClosed())
  }

  @Test("A frame cut short by the end of the connection asks for nothing", arguments: [1, 9, 10, 11, 200])
  func truncated(bytes: Int) throws {
    var request = goodRequest
    request.payload = Protobuf.bytes(100, [UInt8](repeating: 0, count: 400))
    let frame = connection.frame(1, request)
    try connection.send(Array(frame.bytes.prefix(bytes)))
    connection.finishSending()
    #expect(try connection.isClosed())
    try SharedServer.connect().expectService()
  }

  // MARK: What is answered, and the connection lives

  @Test("A frame of 4 MiB and a byte is refused, and its stream may be used as if it had not come")
  func oversize() throws {
    let frame = RawFrame(stream: 1, body: [UInt8](repeating: 0, count: 4 << 20 + 1))
    try #require(frame.body.count == 4_194_305)
    let error = try connection.refusal(of: frame)
    #expect(error.code == .resourceExhausted)
    #expect(error.reason == .messageTooLarge)
    #expect(error.info?.metadata["limit_bytes"] == "4194304")
    try connection.expectService()
  }

  @Test("An oversize frame is refused when its length is known: its body need not have come")
  func oversizeAnnounced() throws {
    try connection.send(RawFrame.header(length: 0x00ff_ffff, 1))
    let error = try RPCError(refusing: connection.receiveAnswer(to: 1))
    #expect(error.reason == .messageTooLarge)
    try connection.send([UInt8](repeating: 0xaa, count: 0x00ff_ffff))
    try connection.expectService()
  }

  @Test("A frame of 4 MiB is not too long")
  func largest() throws {
    // An unknown field of the message makes up the length; its own header takes what the rest leaves.
    var request = goodRequest
    let bare = connection.frame(1, request).body.count
    let padding = (4 << 20) - bare
    request.payload = Protobuf.bytes(100, [UInt8](repeating: 0x20, count: padding - 9))
    let frame = connection.frame(1, request)
    #expect((4 << 20) - frame.body.count == 0)
    try connection.send(frame.bytes)
    _ = try connection.receiveAnswer(to: 1).get()
    connection.nextStream = 3
    try connection.expectService()
  }

  @Test("Streams of the server's kind are refused", arguments: [0, 2, 0xffff_fffe])
  func evenStream(stream: UInt32) throws {
    let error = try connection.refusal(of: connection.frame(stream, goodRequest))
    #expect(error.code == .invalidArgument)
    #expect(error.reason == .streamIDEven)
    try connection.expectService()
  }

  @Test("A stream is opened once, and streams count up", arguments: [7, 5, 1])
  func reusedStream(stream: UInt32) throws {
    connection.nextStream = 7
    try connection.expectService()
    let error = try connection.refusal(of: connection.frame(stream, goodRequest))
    #expect(error.code == .invalidArgument)
    #expect(error.reason == .streamIDReused)
    try connection.expectService()
  }

  @Test("Streams may skip, up to the last")
  func lastStream() throws {
    connection.nextStream = 0xffff_ffff - 2
    try connection.expectService()
    try connection.send(connection.frame(.max, goodRequest).bytes)
    _ = try connection.receiveAnswer(to: .max).get()
    #expect(try connection.refusal(of: connection.frame(1, goodRequest)).reason == .streamIDReused)
  }

  @Test(
    "An envelope that is no Request is refused",
    arguments: [
      [0xff, 0xff, 0xff],
      Protobuf.number(1, 7),
      Array(Protobuf.bytes(1, "roster.v1.UserService").dropLast(3)),
      [0x0b, 0x0c],
    ] as [[UInt8]]
  )
  func malformedEnvelope(body: [UInt8]) throws {
    let error = try connection.refusal(of: RawFrame(stream: 1, body: body))
    #expect(error.code == .invalidArgument)
    #expect(error.reason == .malformedMessage)
    connection.nextStream = 3
    try connection.expectService()
  }

  @Test("An empty frame names no service")
  func emptyEnvelope() throws {
    #expect(try connection.refusal(of: RawFrame(stream: 1)).code == .unimplemented)
    connection.nextStream = 3
    try connection.expectService()
  }

  @Test("Frames may come byte by byte, and many at once")
  func pieces() throws {
    for byte in connection.frame(1, goodRequest).bytes { try connection.send([byte]) }
    _ = try connection.receiveAnswer(to: 1).get()
    let streams = stride(from: UInt32(3), to: 203, by: 2)
    try connection.send(streams.flatMap { connection.frame($0, goodRequest).bytes })
    for stream in streams { _ = try connection.receiveAnswer(to: stream).get() }
  }

  // MARK: Frames of streaming, where nothing streams

  @Test("Data on a stream that is not open is refused", arguments: [0, RawFrame.remoteClosed, 0x05])
  func strayData(flags: UInt8) throws {
    let stray = RawFrame(stream: 9, type: RawFrame.data, flags: flags, body: [1, 2, 3])
    let error = try connection.refusal(of: stray)
    #expect(error.code == .invalidArgument)
    #expect(error.reason == .streamNotActive)
    try connection.expectService()
  }

  @Test("A unary method opened as a stream is answered by its request, and Data after the answer is refused")
  func streamingFrames() throws {
    var open = connection.frame(1, goodRequest)
    open.flags = RawFrame.remoteOpen
    try connection.send(open.bytes)
    _ = try connection.receiveAnswer(to: 1).get()
    let data = RawFrame(stream: 1, type: RawFrame.data, body: [1])
    #expect(try connection.refusal(of: data).reason == .streamNotActive)
    let end = RawFrame(stream: 1, type: RawFrame.data, flags: RawFrame.remoteClosed | RawFrame.noData)
    #expect(try connection.refusal(of: end).reason == .streamNotActive)
    connection.nextStream = 3
    try connection.expectService()
  }

  @Test("A unary request may say that no more is coming")
  func remoteClosed() throws {
    var frame = connection.frame(1, goodRequest)
    frame.flags = RawFrame.remoteClosed
    try connection.send(frame.bytes)
    _ = try connection.receiveAnswer(to: 1).get()
  }

  @Test("Opening a stream to an unknown method is refused once, and so is its Data")
  func streamToNowhere() throws {
    var open = connection.frame(1, RawRequest("roster.v1.UserService", "ExportEverything"))
    open.flags = RawFrame.remoteOpen
    #expect(try connection.refusal(of: open).code == .unimplemented)
    let data = RawFrame(stream: 1, type: RawFrame.data, body: [1])
    #expect(try connection.refusal(of: data).reason == .streamNotActive)
    connection.nextStream = 3
    try connection.expectService()
  }

  @Test(
    "Types of other versions, and answers to nothing, are ignored",
    arguments: [0, RawFrame.response, 4, 0xff]
  )
  func ignoredTypes(type: UInt8) throws {
    try connection.send(RawFrame(stream: 1, type: type, body: [1, 2, 3]).bytes)
    try connection.expectService()
  }
}
