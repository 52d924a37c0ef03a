import ProtobufC
import RPC
import RosterProto
import Testing

/// Against bytes worked out by hand from protobuf.dev/programming-guides/encoding, so that both directions
/// being wrong in the same way shows.
@Suite("The wire format")
struct WireFormatTests {
  private func expect<M: Message>(_ value: M, _ bytes: [UInt8]) throws {
    #expect(try value.serializedBytes() == bytes)
    #expect(try M(serializedBytes: bytes) == value)
  }

  @Test("numbers are varints, negative ones of ten bytes, and zero is left out")
  func varints() throws {
    try expect(GetAccountRequest(accountID: 150), [0x08, 0x96, 0x01])
    try expect(GetAccountRequest(accountID: -1), [0x08] + Array(repeating: 0xff, count: 9) + [0x01])
    try expect(GetAccountRequest(accountID: 0), [])
    try expect(Timestamp(seconds: 1, nanos: 2), [0x08, 0x01, 0x10, 0x02])
    try expect(ListUsersRequest(pageSize: -1), [0x10] + Array(repeating: 0xff, count: 9) + [0x01])
  }

  @Test("text and messages are bytes under their length")
  func lengths() throws {
    try expect(GetUserRequest(selector: .email("testing")), [0x12, 0x07] + Array("testing".utf8))
    try expect(CreateUserRequest(firstName: "é"), [0x12, 0x02, 0xc3, 0xa9])
    try expect(UpdateUserRequest(user: User(id: 3)), [0x0a, 0x02, 0x08, 0x03])
    try expect(CheckPermissionResponse(allowed: true, reason: .granted), [0x08, 0x01, 0x10, 0x02])
    try expect(User(revision: 1), [0x70, 0x01])
  }

  @Test("a message that is there and empty differs from one that is not")
  func presence() throws {
    try expect(TransferOwnershipRequest(), [])
    try expect(TransferOwnershipRequest(formerOwnerPermissions: PermissionSet()), [0x1a, 0x00])
    try expect(UpdateUserRequest(updateMask: FieldMask()), [0x12, 0x00])
  }

  @Test("a oneof holds its last member, zero included")
  func oneof() throws {
    try expect(GetUserRequest(selector: .userID(0)), [0x08, 0x00])
    try expect(GetUserRequest(selector: .email("")), [0x12, 0x00])
    #expect(try GetUserRequest(serializedBytes: [0x08, 0x05, 0x12, 0x01, 0x61]).selector == .email("a"))
    #expect(try GetUserRequest(serializedBytes: [0x12, 0x01, 0x61, 0x08, 0x05]).selector == .userID(5))
    #expect(
      try GetUserRequest(serializedBytes: [0x12, 0x01, 0x61, 0x12, 0x01, 0x62]).selector == .email("b")
    )
  }

  @Test("repeated numbers are packed, and read unpacked or in several pieces as well")
  func packed() throws {
    try expect(
      BatchGetUsersRequest(userIDs: [3, 270, 86_942]),
      [0x0a, 0x06, 0x03, 0x8e, 0x02, 0x9e, 0xa7, 0x05]
    )
    try expect(BatchGetUsersRequest(userIDs: []), [])
    let expected = BatchGetUsersRequest(userIDs: [3, 270])
    #expect(try BatchGetUsersRequest(serializedBytes: [0x08, 0x03, 0x08, 0x8e, 0x02]) == expected)
    #expect(
      try BatchGetUsersRequest(serializedBytes: [0x0a, 0x01, 0x03, 0x0a, 0x02, 0x8e, 0x02]) == expected
    )
    #expect(try BatchGetUsersRequest(serializedBytes: [0x0a, 0x01, 0x03, 0x08, 0x8e, 0x02]) == expected)
    #expect(try BatchGetUsersRequest(serializedBytes: [0x0a, 0x00]).userIDs.isEmpty)
  }

  @Test("of a number given twice the last counts; a message given twice keeps the texts and lists of both")
  func repeats() throws {
    #expect(try GetAccountRequest(serializedBytes: [0x08, 0x01, 0x08, 0x02]).accountID == 2)
    // No numbers here: protobuf-c 1.4.1 takes those of the last message, zeros included, where others merge.
    // No sender splits a message.
    let first = try UpdateUserRequest(user: User(email: "a@b", firstName: "A")).serializedBytes()
    let second = try UpdateUserRequest(user: User(firstName: "B", lastName: "C")).serializedBytes()
    let merged = try UpdateUserRequest(serializedBytes: first + second)
    #expect(merged.user == User(email: "a@b", firstName: "B", lastName: "C"))
    let masks = try UpdateUserRequest(updateMask: FieldMask(paths: ["a"])).serializedBytes()
    let twice = try UpdateUserRequest(serializedBytes: masks + masks)
    #expect(twice.updateMask?.paths == ["a", "a"])
  }

  @Test("fields may come in any order")
  func order() throws {
    #expect(try Timestamp(serializedBytes: [0x10, 0x02, 0x08, 0x01]) == Timestamp(seconds: 1, nanos: 2))
  }

  @Test(
    "what is no encoding is refused as a whole",
    arguments: [
      [0x08],  // no value
      [0x08, 0x80],  // an unfinished varint
      [0x08] + Array(repeating: 0xff, count: 10) + [0x01],  // one of eleven bytes
      [0x00, 0x01],  // field 0
      [0x0a, 0x01],  // fewer bytes than announced
      [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f],  // 4 GiB announced
      [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],  // a length of 2^64 - 1
      [0x0e, 0x00],  // wire type 6
      [0x0f, 0x00],  // wire type 7
      [0xff, 0xff, 0xff, 0xff, 0xff, 0xff],  // a tag without an end
    ] as [[UInt8]]
  )
  func malformed(_ bytes: [UInt8]) {
    let error = #expect(throws: DecodingError.self) { try GetAccountRequest(serializedBytes: bytes) }
    #expect(error?.reason == .malformed)
    #expect(error?.field == "")
  }
}
