import ProtobufC
import RPC
import RosterProto
import Testing

extension RawConnection {
  /// Sends a request in a frame of its own and leaves the answer to be read.
  ///
  /// - Returns: its stream.
  @discardableResult
  func send(_ request: RawRequest, authorised: Bool = true) throws -> UInt32 {
    let stream = nextStream
    nextStream += 2
    try send(frame(stream, request, authorised: authorised).bytes)
    return stream
  }

  @discardableResult
  func send(_ method: MethodDescriptor, _ request: some Message) throws -> UInt32 {
    try send(RawRequest(method, payload: try request.serializedBytes()))
  }

  func frame(_ stream: UInt32, _ request: RawRequest, authorised: Bool = true) -> RawFrame {
    var request = request
    if authorised, !token.isEmpty {
      request.metadata.append((Array("authorization".utf8), Array("Bearer \(token)".utf8)))
    }
    return RawFrame(stream: stream, body: request.bytes)
  }

  /// The next answer, which has to be one to a stream.
  func receiveAnswer(to stream: UInt32) throws -> Result<[UInt8], RPCError> {
    let frame = try #require(try receiveFrame(), "The connection was closed instead of answering \(stream).")
    #expect(frame.type == RawFrame.response)
    #expect(frame.flags == 0)
    try #require(frame.stream == stream)
    return try RawResponse.read(frame.body)
  }

  /// Makes a call with any payload and returns the reply's.
  @discardableResult
  func call(_ request: RawRequest, authorised: Bool = true) throws -> [UInt8] {
    try receiveAnswer(to: send(request, authorised: authorised)).get()
  }

  /// Makes a call.
  @discardableResult
  func call<Reply: Message>(_ method: MethodDescriptor, _ request: some Message) throws -> Reply {
    try Reply(serializedBytes: call(RawRequest(method, payload: try request.serializedBytes())))
  }

  /// Sends a frame and returns the refusal it has to get.
  func refusal(of frame: RawFrame) throws -> RPCError {
    try send(frame.bytes)
    return try RPCError(refusing: receiveAnswer(to: frame.stream))
  }

  /// Makes a call that has to be refused.
  func refusal(of request: RawRequest, authorised: Bool = true) throws -> RPCError {
    try RPCError(refusing: receiveAnswer(to: send(request, authorised: authorised)))
  }

  func refusal(of method: MethodDescriptor, _ request: some Message) throws -> RPCError {
    try refusal(of: RawRequest(method, payload: try request.serializedBytes()))
  }
}

extension RPCError {
  struct NotRefused: Error {}

  /// The error of a call that has to be refused.
  init(refusing answer: Result<[UInt8], RPCError>) throws {
    guard case .failure(let error) = answer else { throw NotRefused() }
    self = error
  }
}

// MARK: - Calls of the service

extension RawConnection {
  func createUser(_ email: String, firstName: String = "") throws -> User {
    try call(UserServiceMethods.createUser, CreateUserRequest(email: email, firstName: firstName))
  }

  func user(_ id: Int64) throws -> User {
    try call(UserServiceMethods.getUser, GetUserRequest(selector: .userID(id)))
  }

  /// Shows that the connection, and the server, still do what they should.
  func expectService(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let reply: ServerInfo = try call(SystemServiceMethods.getServerInfo, GetServerInfoRequest())
    #expect(reply.name == "rosterd", sourceLocation: sourceLocation)
  }
}
