import ProtobufC
import RPC
import Roster
import RosterProto
import TestSupport
import Testing

/// A text field of a request, and a request whose field contains a mark.
struct TextField: Sendable, CustomTestStringConvertible {
  /// Occurs once in the request.
  static let mark = "MARK"

  let method: MethodDescriptor
  let name: String
  let payload: [UInt8]

  var testDescription: String { "\(method.name) \(name)" }

  init(_ method: MethodDescriptor, _ name: String, _ request: some Message) {
    self.method = method
    self.name = name
    payload = try! request.serializedBytes()
  }

  /// The request with other bytes of the same length in place of the mark.
  func payload(holding bytes: [UInt8]) -> [UInt8] {
    let mark = Array(Self.mark.utf8)
    precondition(bytes.count == mark.count)
    let start = payload.indices.first { payload[$0...].starts(with: mark) }!
    return Array(payload[..<start] + bytes + payload[(start + mark.count)...])
  }

  static let all: [TextField] = [
    .init(UserServiceMethods.getUser, "email", GetUserRequest(selector: .email(mark))),
    .init(UserServiceMethods.createUser, "email", CreateUserRequest(email: mark)),
    .init(UserServiceMethods.createUser, "first_name", CreateUserRequest(email: "a@b", firstName: mark)),
    .init(UserServiceMethods.createUser, "last_name", CreateUserRequest(email: "a@b", lastName: mark)),
    .init(UserServiceMethods.createUser, "language", CreateUserRequest(email: "a@b", language: mark)),
    .init(UserServiceMethods.updateUser, "user.email", UpdateUserRequest(user: User(id: 1, email: mark))),
    .init(
      UserServiceMethods.updateUser,
      "user.first_name",
      UpdateUserRequest(user: User(id: 1, firstName: mark))
    ),
    .init(
      UserServiceMethods.updateUser,
      "user.last_name",
      UpdateUserRequest(user: User(id: 1, lastName: mark))
    ),
    .init(
      UserServiceMethods.updateUser,
      "user.language",
      UpdateUserRequest(user: User(id: 1, language: mark))
    ),
    .init(
      UserServiceMethods.updateUser,
      "update_mask.paths[1]",
      UpdateUserRequest(user: User(id: 1), updateMask: FieldMask(paths: ["email", mark]))
    ),
    .init(UserServiceMethods.listUsers, "filter.query", ListUsersRequest(filter: UserFilter(query: mark))),
    .init(UserServiceMethods.listUsers, "page_token", ListUsersRequest(pageToken: mark)),
    .init(UserServiceMethods.listUsers, "order_by", ListUsersRequest(orderBy: mark)),
    .init(
      UserServiceMethods.listUserAccounts,
      "page_token",
      ListUserAccountsRequest(userID: 1, pageToken: mark)
    ),
    .init(AccountServiceMethods.createAccount, "name", CreateAccountRequest(name: mark, ownerUserID: 1)),
    .init(
      AccountServiceMethods.updateAccount,
      "account.name",
      UpdateAccountRequest(account: Account(id: 1, name: mark))
    ),
    .init(
      AccountServiceMethods.updateAccount,
      "update_mask.paths[0]",
      UpdateAccountRequest(account: Account(id: 1), updateMask: FieldMask(paths: [mark]))
    ),
    .init(
      AccountServiceMethods.listAccounts,
      "filter.query",
      ListAccountsRequest(filter: AccountFilter(query: mark))
    ),
    .init(AccountServiceMethods.listAccounts, "page_token", ListAccountsRequest(pageToken: mark)),
    .init(AccountServiceMethods.listAccounts, "order_by", ListAccountsRequest(orderBy: mark)),
    .init(
      AccountServiceMethods.listAccountUsers,
      "page_token",
      ListAccountUsersRequest(accountID: 1, pageToken: mark)
    ),
    .init(
      AccountServiceMethods.listAccountInvitations,
      "page_token",
      ListAccountInvitationsRequest(accountID: 1, pageToken: mark)
    ),
    .init(
      AccountServiceMethods.updateMembership,
      "update_mask.paths[0]",
      UpdateMembershipRequest(
        membership: Membership(accountID: 1, userID: 1),
        updateMask: FieldMask(paths: [mark])
      )
    ),
    .init(HealthMethods.check, "service", HealthCheckRequest(service: mark)),
  ]
}

@Suite("Bytes of requests")
struct TextInputTests {
  private let test = try! TestService()

  @Test("text that is not UTF-8 or contains U+0000 is refused, naming the field", arguments: TextField.all)
  func badText(_ field: TextField) async throws {
    let bad: [[UInt8]] = [
      [0x41, 0x42, 0x43, 0x00],  // a NUL at the end, where C would truncate silently
      [0x00, 0x41, 0x42, 0x43],
      [0x41, 0xff, 0x42, 0x43],  // not a UTF-8 byte
      [0x41, 0x42, 0xc3, 0x28],  // a broken sequence
      [0x41, 0x42, 0x43, 0xc3],  // an incomplete one
      [0x41, 0x42, 0xc0, 0x80],  // an overlong NUL
      [0x41, 0xed, 0xa0, 0x80],  // a surrogate
      [0xf4, 0x90, 0x80, 0x80],  // beyond U+10FFFF
    ]
    for bytes in bad {
      await expectRefusal(.invalidField, field: field.name) {
        try await test.call(field.method, payload: field.payload(holding: bytes))
      }
    }
    #expect(try test.integer("SELECT count(*) FROM users") == 0)
  }

  @Test(
    "bytes that do not decode as the request are refused",
    arguments: [
      [0xff], [0x0a], [0x0a, 0x05, 0x41], [0x08],
      [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
    ] as [[UInt8]]
  )
  func malformed(_ payload: [UInt8]) async throws {
    let session = TestService.options(test.sessions.open(for: try await test.makeUser("Ada")))
    for method in test.service.router.methods {
      await expectRefusal(.malformedMessage) {
        do throws(RPCError) {
          _ = try await test.call(method, payload: payload)
        } catch  where error.reason == .usersOnly {
          _ = try await test.channel.call(method, payload: payload, options: session)
        }
      }
    }
  }

  @Test("a request with too many entries or fields is refused, whatever its encoded size")
  func amplification() async throws {
    let entries = Array(repeating: [0x0a, 0x00] as [UInt8], count: 2 << 20).flatMap { $0 }
    await expectRefusal(.invalidField, field: "checks") {
      try await test.call(AccessServiceMethods.batchCheckPermissions, payload: entries)
    }
    let payload = Array(repeating: [0x78, 0x00] as [UInt8], count: 2 << 20).flatMap { $0 }
    await expectRefusal(.messageTooLarge, ["limit_bytes": "\(Arena.defaultLimitBytes)"]) {
      try await test.call(AccessServiceMethods.batchCheckPermissions, payload: payload)
    }
  }

  @Test("random bytes are answered or refused, and never cause an internal error")
  func noise() async throws {
    var generator = SplitMix64(seed: 1)
    for _ in 0..<2_000 {
      let method = test.service.router.methods.randomElement(using: &generator)!
      var payload = TextField.all.randomElement(using: &generator)!.payload
      for _ in 0..<Int.random(in: 0...6, using: &generator) where !payload.isEmpty {
        let index = payload.indices.randomElement(using: &generator)!
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: payload[index] = .random(in: .min ... .max, using: &generator)
        case 1: payload.remove(at: index)
        default: payload.insert(.random(in: .min ... .max, using: &generator), at: index)
        }
      }
      do {
        _ = try await test.call(method, payload: payload)
      } catch {
        #expect(error.code != .internal && error.code != .unknown, "\(method) \(payload)")
      }
    }
  }
}
