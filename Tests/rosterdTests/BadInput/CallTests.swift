import ProtobufC
import RPC
import RosterProto
import Testing

@Suite("Bad calls", .served)
struct CallTests {
  private let connection: RawConnection

  init() throws {
    connection = try SharedServer.connect()
  }

  // MARK: The call

  @Test("A service nobody has is told by its name")
  func unknownService() throws {
    let error = try connection.refusal(of: RawRequest("roster.v2.UserService", "GetUser"))
    #expect(error.code == .unimplemented)
    #expect(error.reason == .serviceUnknown)
    #expect(error.fact("service") == "roster.v2.UserService")
    try connection.expectService()
  }

  @Test(
    "A method the service lacks is told by its name",
    arguments: ["Frobnicate", "", "getuser", "GetUser "]
  )
  func unknownMethod(method: String) throws {
    let error = try connection.refusal(of: RawRequest("roster.v1.UserService", method))
    #expect(error.code == .unimplemented)
    #expect(error.reason == .methodUnknown)
    #expect(error.fact("method") == method)
    try connection.expectService()
  }

  @Test(
    "Names that are not UTF-8, or endless, are unknown like any other",
    arguments: [
      [0xff, 0xfe], [0x00], [UInt8](repeating: 0x41, count: 100_000),
    ]
  )
  func oddNames(name: [UInt8]) throws {
    var request = RawRequest("", "GetUser")
    request.service = name
    #expect(try connection.refusal(of: request).code == .unimplemented)
    request = RawRequest("roster.v1.UserService", "")
    request.method = name
    #expect(try connection.refusal(of: request).code == .unimplemented)
    try connection.expectService()
  }

  @Test("A time limit below zero has passed", arguments: [-1, Int64.min])
  func negativeTimeout(nanoseconds: Int64) throws {
    var request = RawRequest(SystemServiceMethods.getServerInfo, payload: [])
    request.timeoutNanoseconds = nanoseconds
    let error = try connection.refusal(of: request)
    #expect(error.code == .deadlineExceeded)
    #expect(error.reason == .deadlineExceeded)
    try connection.expectService()
  }

  @Test("A time limit beyond all clocks is none")
  func endlessTimeout() throws {
    var request = RawRequest(UserServiceMethods.listUsers, payload: [])
    request.timeoutNanoseconds = .max
    try connection.call(request)
  }

  @Test("Metadata over 8 KiB is refused")
  func longMetadata() throws {
    var request = RawRequest(SystemServiceMethods.getServerInfo, payload: [])
    request.metadata = [(Array("padding".utf8), [UInt8](repeating: 0x20, count: 8 << 10))]
    let error = try connection.refusal(of: request)
    #expect(error.code == .resourceExhausted)
    #expect(error.reason == .metadataTooLarge)
    try connection.expectService()
  }

  @Test(
    "A payload that is not the method's message is refused",
    arguments: [
      [0xff], [0x08], [0x0a, 0x05, 0x61], Protobuf.bytes(1, "an id is a number"),
    ]
  )
  func malformedPayload(payload: [UInt8]) throws {
    let error = try connection.refusal(of: RawRequest(UserServiceMethods.getUser, payload: payload))
    #expect(error.code == .invalidArgument)
    #expect(error.reason == .malformedMessage)
    try connection.expectService()
  }

  @Test("A payload that would decode into far more memory than it has bytes is refused by its bounds")
  func amplification() throws {
    // Two bytes for an empty path, and far more than two in memory.
    let paths = (0..<1_000_000).flatMap { _ in [0x0a, 0x00] as [UInt8] }
    let request = RawRequest(UserServiceMethods.updateUser, payload: Protobuf.bytes(2, paths))
    expectInvalid(try connection.refusal(of: request), "update_mask.paths", "at most 32 entries")
    try connection.expectService()
  }

  // MARK: Text

  /// Bytes that are no UTF-8: a lone continuation, an overlong slash, a surrogate, beyond Unicode, cut short.
  private static let notUTF8: [[UInt8]] = [
    [0x80], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0x41, 0xe2, 0x82],
  ]

  @Test("Text that is not UTF-8 is refused by its field", arguments: Self.notUTF8)
  func invalidUTF8(bytes: [UInt8]) throws {
    try expectTextRefused(bytes, "UTF-8")
  }

  @Test(
    "Text with U+0000 is refused by its field, never cut",
    arguments: [[0x00], Array("ada@example.com\0x".utf8)]
  )
  func embeddedNUL(bytes: [UInt8]) throws {
    try expectTextRefused(bytes, "U+0000")
  }

  private func expectTextRefused(_ bytes: [UInt8], _ reason: String) throws {
    let create = UserServiceMethods.createUser
    let update = UserServiceMethods.updateUser
    for (method, payload, field) in [
      (create, Protobuf.bytes(1, bytes), "email"),
      (create, Protobuf.bytes(1, "ada@example.com") + Protobuf.bytes(2, bytes), "first_name"),
      (update, Protobuf.bytes(1, Protobuf.number(1, 1) + Protobuf.bytes(4, bytes)), "user.last_name"),
      (
        update, Protobuf.bytes(2, Protobuf.bytes(1, "email") + Protobuf.bytes(1, bytes)),
        "update_mask.paths[1]"
      ),
      (UserServiceMethods.getUser, Protobuf.bytes(2, bytes), "email"),
      (UserServiceMethods.listUsers, Protobuf.bytes(1, Protobuf.bytes(1, bytes)), "filter.query"),
      (UserServiceMethods.listUsers, Protobuf.bytes(3, bytes), "page_token"),
    ] {
      let error = try connection.refusal(of: RawRequest(method, payload: payload))
      expectInvalid(error, field, reason)
    }
    try connection.expectService()
  }

  @Test("An address of 254 bytes is taken and one of 255 is not")
  func longAddress() throws {
    // 64 before the sign, and labels of at most 63 after it.
    let label = String(repeating: "d", count: 63)
    let domain = [label, label, String(repeating: "d", count: 61)].joined(separator: ".")
    let longest = String(repeating: "l", count: 64) + "@" + domain
    try #require(longest.utf8.count == 254)
    #expect(try connection.createUser(longest).email == longest)
    let error = try connection.refusal(
      of: UserServiceMethods.createUser,
      CreateUserRequest(email: longest + "d")
    )
    expectInvalid(error, "email", "254 bytes")
    try connection.expectService()
  }

  @Test("A name of 128 code points is taken and one of 129 is not")
  func longName() throws {
    let longest = String(repeating: "\u{1f9d1}", count: 128)
    #expect(try connection.createUser("long.name@example.com", firstName: longest).firstName == longest)
    let error = try connection.refusal(
      of: UserServiceMethods.createUser,
      CreateUserRequest(email: "longer.name@example.com", firstName: String(repeating: "a", count: 129))
    )
    expectInvalid(error, "first_name", "128")
  }

  // MARK: What is not there, or not as expected

  @Test("An id nobody has is told", arguments: [1_000_000, Int64.max])
  func unknownID(id: Int64) throws {
    let get = try connection.refusal(of: UserServiceMethods.getUser, GetUserRequest(selector: .userID(id)))
    let update = try connection.refusal(
      of: UserServiceMethods.updateUser,
      UpdateUserRequest(user: User(id: id, firstName: "Ada"))
    )
    let delete = try connection.refusal(of: UserServiceMethods.deleteUser, DeleteUserRequest(userID: id))
    for error in [get, update, delete] {
      #expect(error.code == .notFound)
      #expect(error.reason == .userNotFound)
      #expect(error.fact("user_id") == "\(id)")
    }
    let account = try connection.refusal(
      of: AccountServiceMethods.getAccount,
      GetAccountRequest(accountID: id)
    )
    #expect(account.reason == .accountNotFound)
    try connection.expectService()
  }

  @Test("An id below 1 is refused by its field", arguments: [0, -1, Int64.min])
  func impossibleID(id: Int64) throws {
    let get = try connection.refusal(of: UserServiceMethods.getUser, GetUserRequest(selector: .userID(id)))
    expectInvalid(get, "user_id", "1 or more")
    let delete = try connection.refusal(of: UserServiceMethods.deleteUser, DeleteUserRequest(userID: id))
    expectInvalid(delete, "user_id", "1 or more")
    try connection.expectService()
  }

  @Test("A change to another revision than the caller knows is refused, and nothing changes")
  func wrongRevision() throws {
    let user = try connection.createUser("revised@example.com")
    let change = User(id: user.id, firstName: "Ada")
    let update = UpdateUserRequest(user: change, expectedRevision: user.revision + 1)
    for error in [
      try connection.refusal(of: UserServiceMethods.updateUser, update),
      try connection.refusal(
        of: UserServiceMethods.deleteUser,
        DeleteUserRequest(userID: user.id, expectedRevision: user.revision + 1)
      ),
    ] {
      #expect(error.code == .aborted)
      #expect(error.reason == .revisionMismatch)
      #expect(error.fact("current_revision") == "\(user.revision)")
    }
    #expect(try connection.user(user.id) == user)
  }

  // MARK: Pages

  @Test("A negative page size is refused")
  func negativePageSize() throws {
    let error = try connection.refusal(of: UserServiceMethods.listUsers, ListUsersRequest(pageSize: -1))
    expectInvalid(error, "page_size", "negative")
    try connection.expectService()
  }

  @Test("A page token of another query is refused, and serves its own")
  func foreignPageToken() throws {
    for number in 0..<3 { _ = try connection.createUser("page.\(number)@example.com") }
    let own = ListUsersRequest(pageSize: 1, orderBy: "email")
    let page: ListUsersResponse = try connection.call(UserServiceMethods.listUsers, own)
    let token = page.nextPageToken
    for other in [
      ListUsersRequest(pageSize: 1, pageToken: token),
      ListUsersRequest(pageSize: 1, pageToken: token, orderBy: "email desc"),
      ListUsersRequest(filter: UserFilter(query: "page"), pageSize: 1, pageToken: token, orderBy: "email"),
    ] {
      expectPageTokenRefused(try connection.refusal(of: UserServiceMethods.listUsers, other))
    }
    let accounts = ListAccountsRequest(pageToken: token)
    expectPageTokenRefused(try connection.refusal(of: AccountServiceMethods.listAccounts, accounts))
    let next: ListUsersResponse = try connection.call(
      UserServiceMethods.listUsers,
      ListUsersRequest(pageSize: 2, pageToken: token, orderBy: "email")
    )
    #expect(next.users.count == 2)
  }

  @Test(
    "A page token that was made up is refused",
    arguments: [
      "1", "page two", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", String(repeating: "A", count: 8_192),
    ]
  )
  func madeUpPageToken(token: String) throws {
    let request = ListUsersRequest(pageToken: token)
    expectPageTokenRefused(try connection.refusal(of: UserServiceMethods.listUsers, request))
    try connection.expectService()
  }

  @Test("A page token longer than any is refused before it is read")
  func longPageToken() throws {
    let request = ListUsersRequest(pageToken: String(repeating: "A", count: 8_193))
    expectInvalid(
      try connection.refusal(of: UserServiceMethods.listUsers, request),
      "page_token",
      "8192 bytes"
    )
    try connection.expectService()
  }

  private func expectPageTokenRefused(_ error: RPCError, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(error.code == .invalidArgument, sourceLocation: sourceLocation)
    #expect(error.reason == .invalidPageToken, sourceLocation: sourceLocation)
  }

  private func expectInvalid(
    _ error: RPCError,
    _ field: String,
    _ description: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(error.code == .invalidArgument, sourceLocation: sourceLocation)
    #expect(error.reason == .invalidField, sourceLocation: sourceLocation)
    #expect(error.fieldViolations.map(\.field) == [field], sourceLocation: sourceLocation)
    #expect(
      error.fieldViolations.first?.description.contains(description) == true,
      sourceLocation: sourceLocation
    )
  }
}

extension RPCError {
  /// A fact that the error's ErrorInfo brings.
  func fact(_ key: String) -> String? {
    info?.metadata[key]
  }
}
