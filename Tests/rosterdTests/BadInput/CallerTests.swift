import RPC
import Roster
import RosterProto
import Testing

@Suite("Callers who are not let in", .served)
struct CallerTests {
  private let server: SharedServer
  private let connection: RawConnection

  init() throws {
    server = try #require(SharedServer.current)
    connection = try SharedServer.connect()
  }

  @Test("A call without a token is refused")
  func missing() throws {
    let request = RawRequest(SystemServiceMethods.getServerInfo, payload: [])
    expectRefused(try connection.refusal(of: request, authorised: false), .tokenMissing)
    try connection.expectService()
  }

  @Test("A token is asked for before the payload is looked at")
  func missingBeforePayload() throws {
    let request = RawRequest(UserServiceMethods.getUser, payload: [0xff])
    expectRefused(try connection.refusal(of: request, authorised: false), .tokenMissing)
  }

  @Test(
    "What is not Bearer and a key is refused",
    arguments: [
      [], Array("Bearer".utf8), Array("Bearer ".utf8), Array("Bearer rk_short".utf8),
      Array("Basic cm9vdDpyb290".utf8),
      Array("Bearer rk_".utf8) + [UInt8](repeating: 0xff, count: 43),
      Array("Bearer rk_".utf8) + [UInt8](repeating: 0, count: 43),
      [UInt8](repeating: 0x42, count: 8_000),
    ]
  )
  func malformed(authorization: [UInt8]) throws {
    expectRefused(try refusal(of: authorization), .tokenMalformed)
    try connection.expectService()
  }

  @Test("A key nobody has is refused")
  func unknown() throws {
    expectRefused(try refusal(of: OpaqueToken.generate(.apiKey).text), .tokenInvalid)
    try connection.expectService()
  }

  @Test("A revoked key is refused")
  func revoked() throws {
    expectRefused(try refusal(of: server.keys.revoked), .tokenRevoked)
    try connection.expectService()
  }

  @Test("An expired key is refused")
  func expired() throws {
    expectRefused(try refusal(of: server.keys.expired), .tokenExpired)
    try connection.expectService()
  }

  @Test("A caller without the grant is told which one is missing")
  func grantMissing() throws {
    let limited = try RawConnection(to: server.endpoint, token: server.keys.limited)
    let error = try limited.refusal(of: UserServiceMethods.listUsers, ListUsersRequest())
    #expect(error.code == .permissionDenied)
    #expect(error.reason == .grantMissing)
    #expect(error.fact("grant") == "users.list")
    try limited.expectService()
  }

  @Test("Each call on a connection is its own caller's")
  func takingTurns() throws {
    expectRefused(try refusal(of: server.keys.revoked), .tokenRevoked)
    _ = try connection.call(UserServiceMethods.listUsers, ListUsersRequest()) as ListUsersResponse
    let list = try request(Array("Bearer \(server.keys.limited)".utf8), UserServiceMethods.listUsers)
    #expect(try connection.refusal(of: list, authorised: false).reason == .grantMissing)
    _ = try connection.call(UserServiceMethods.listUsers, ListUsersRequest()) as ListUsersResponse
  }

  @Test("The scheme may be in any case, and so may the metadata's key")
  func cases() throws {
    try connection.call(request(Array("bEARER \(server.keys.root)".utf8)), authorised: false)
    try connection.call(
      request(Array("Bearer \(server.keys.root)".utf8), key: "Authorization"),
      authorised: false
    )
  }

  private func refusal(of token: String) throws -> RPCError {
    try refusal(of: Array("Bearer \(token)".utf8))
  }

  private func refusal(of authorization: [UInt8]) throws -> RPCError {
    try connection.refusal(of: request(authorization), authorised: false)
  }

  private func request(
    _ authorization: [UInt8],
    _ method: MethodDescriptor = SystemServiceMethods.getServerInfo,
    key: String = "authorization"
  ) throws -> RawRequest {
    var request = RawRequest(method, payload: [])
    request.metadata = [(Array(key.utf8), authorization)]
    return request
  }

  private func expectRefused(
    _ error: RPCError,
    _ reason: ErrorReason,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(error.code == .unauthenticated, sourceLocation: sourceLocation)
    #expect(error.reason == reason, sourceLocation: sourceLocation)
  }
}
