import ProtobufC
import RPC
import RosterProto
import Testing

@Suite("Text in messages")
struct TextTests {
  private func field<M: Message>(_ reason: DecodingError.Reason, _ message: M, _ bad: [UInt8]) throws
    -> String?
  {
    // Four letters stand in for the bad bytes while Swift encodes the message.
    var bytes = try message.serializedBytes()
    let mark = Array("MARK".utf8)
    let start = try bytes.indices.first { bytes[$0...].starts(with: mark) }.unwrapped
    bytes.replaceSubrange(start..<(start + 4), with: bad)
    let error = #expect(throws: DecodingError.self) { try M(serializedBytes: bytes) }
    #expect(error?.reason == reason)
    return error?.field
  }

  private static let invalid: [UInt8] = [0x41, 0xc3, 0x28, 0x41]
  private static let nul: [UInt8] = [0x41, 0x41, 0x41, 0x00]

  @Test(
    "that is bad is refused, and the field is named from the message's root down",
    arguments: [
      (DecodingError.Reason.invalidUTF8, invalid), (.embeddedNUL, nul),
    ]
  )
  func fieldNames(_ reason: DecodingError.Reason, _ bad: [UInt8]) throws {
    #expect(try field(reason, User(email: "MARK"), bad) == "email")
    #expect(try field(reason, GetUserRequest(selector: .email("MARK")), bad) == "email")
    #expect(try field(reason, ListUsersRequest(filter: UserFilter(query: "MARK")), bad) == "filter.query")
    #expect(try field(reason, UpdateUserRequest(user: User(firstName: "MARK")), bad) == "user.first_name")
    #expect(
      try field(reason, UpdateUserRequest(updateMask: FieldMask(paths: ["a", "b", "MARK"])), bad)
        == "update_mask.paths[2]"
    )
    #expect(
      try field(reason, ListUsersResponse(users: [User(), User(lastName: "MARK")]), bad)
        == "users[1].last_name"
    )
    let deep = ListUserAccountsResponse(accounts: [
      UserAccount(), UserAccount(account: Account(name: "MARK")),
    ])
    #expect(try field(reason, deep, bad) == "accounts[1].account.name")
    #expect(
      try field(reason, BadRequest(fieldViolations: [.init(field: "MARK")]), bad)
        == "field_violations[0].field"
    )
  }

  @Test(
    "that is bad UTF-8 in any way is refused",
    arguments: [
      [0x80, 0x41, 0x41, 0x41], [0x41, 0x41, 0x41, 0xc3], [0xc0, 0x80, 0x41, 0x41], [0xe0, 0x80, 0x80, 0x41],
      [0xed, 0xa0, 0x80, 0x41], [0xf4, 0x90, 0x80, 0x80], [0xf8, 0x88, 0x80, 0x80], [0xff, 0xfe, 0x41, 0x41],
    ] as [[UInt8]]
  )
  func badUTF8(_ bad: [UInt8]) throws {
    #expect(try field(.invalidUTF8, Account(name: "MARK"), bad) == "name")
  }

  @Test(
    "with U+0000 is refused wherever it stands, and never cut",
    arguments: [
      [0x00, 0x41, 0x41, 0x41], [0x41, 0x00, 0x41, 0x41], [0x41, 0x41, 0x41, 0x00], [0x00, 0x00, 0x00, 0x00],
    ] as [[UInt8]]
  )
  func nuls(_ bad: [UInt8]) throws {
    #expect(try field(.embeddedNUL, Account(name: "MARK"), bad) == "name")
  }

  @Test("and bytes: any byte may stand there")
  func bytes() throws {
    let any = ProtoAny(typeURL: "u", value: Array(0...255))
    #expect(try ProtoAny(serializedBytes: try any.serializedBytes()) == any)
  }

  @Test("an error says what is wrong with the field, and where it stands in the message around it")
  func errors() {
    let error = DecodingError(.invalidUTF8, field: "name").inside("user").inside("rows[3]")
    #expect(error.field == "rows[3].user.name")
    #expect(DecodingError(.malformed).inside("user").field == "user")
    for reason in [DecodingError.Reason.malformed, .invalidUTF8, .embeddedNUL, .tooLarge] {
      #expect(!DecodingError(reason).explanation.isEmpty)
    }
  }
}
