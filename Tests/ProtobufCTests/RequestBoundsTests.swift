import ProtobufC
import RPC
import RosterProto
import Testing

@Suite("Bounds of requests")
struct RequestBoundsTests {
  /// Every bounded field of every message that requests are made of.
  static let entries = Samples.all.compactMap { ($0 as? any BoundedMessage).map { type(of: $0) } }
    .flatMap { type in type.bounds.entries.map { BoundedField(type: type, entry: $0) } }

  @Test("every bounded field is read at its bound and refused beyond it, by name", arguments: entries)
  func bound(_ field: BoundedField) {
    for form in field.forms {
      #expect(throws: Never.self) { try decode(field.type, field.bytes(form, beyond: 0)) }
      let arena = Arena()
      let error = #expect(throws: DecodingError.self) {
        try decode(field.type, field.bytes(form, beyond: 1), arena)
      }
      #expect(error?.field.replacing("[0]", with: "") == field.entry.path)
      #expect(error?.reason == field.refusal(form))
      #expect(arena.used == 0, "protobuf-c never saw it")
    }
  }

  @Test("the table has the fields of the contract, nested ones too")
  func table() {
    #expect(CreateUserRequest.bounds["email"]?.maxBytes == 254)
    #expect(UpdateUserRequest.bounds["user.email"]?.maxBytes == 254)
    #expect(UpdateUserRequest.bounds["update_mask.paths"]?.maxItems == 32)
    #expect(BatchGetUsersRequest.bounds["user_ids"]?.maxItems == 1_000)
    #expect(UpdateSettingsRequest.bounds["settings.security_questions"]?.maxItems == 50)
    #expect(BatchCheckPermissionsRequest.bounds["checks"]?.maxItems == 1_000)
    #expect(Self.entries.count > 80)
  }

  @Test("millions of packed enums, of empty messages, and a token of 4 MiB cost no memory, and are named")
  func attacks() throws {
    let size = 4 << 20
    let permissions = Wire.field(3, Array(repeating: 1, count: size))
    expectRefused(CreateInvitationRequest.self, permissions, .tooManyItems(64), "permissions")
    let checks = Array(repeating: [0x0a, 0x00] as [UInt8], count: size / 2).flatMap { $0 }
    expectRefused(BatchCheckPermissionsRequest.self, checks, .tooManyItems(1_000), "checks")
    let token = Wire.field(3, Array(repeating: UInt8(ascii: "a"), count: size))
    expectRefused(ListUsersRequest.self, token, .tooManyBytes(8_192), "page_token")
  }

  @Test(
    "so do millions of fields that are unknown, that repeat, or that stand in a message inside",
    arguments: [[0x78, 0x01], [0x0a, 0x00], [0x08, 0x01]] as [[UInt8]]
  )
  func fields(_ field: [UInt8]) {
    let bytes = Array(repeating: field, count: 40_000).flatMap { $0 }
    expectRefused(GetAccountRequest.self, bytes, .tooLarge, "")
    expectRefused(ListUsersRequest.self, bytes, .tooLarge, "")
    // Inside a filter's timestamp.
    expectRefused(ListUsersRequest.self, Wire.field(1, Wire.field(8, bytes)), .tooLarge, "")
  }

  @Test("a message field that comes twice is merged, and counted as one")
  func merged() throws {
    func mask(_ count: Int) -> [UInt8] {
      Wire.field(2, Array(repeating: Wire.field(1, [0x61]), count: count).flatMap { $0 })
    }
    #expect(try decode(UpdateUserRequest.self, mask(16) + mask(16)).updateMask?.paths.count == 32)
    expectRefused(UpdateUserRequest.self, mask(16) + mask(17), .tooManyItems(32), "update_mask.paths")
  }

  @Test("packed and single numbers of one field are counted together")
  func mixed() throws {
    let packed = Wire.field(1, Array(repeating: 1, count: 999))
    #expect(try decode(BatchGetUsersRequest.self, packed + [0x08, 0x01]).userIDs.count == 1_000)
    expectRefused(
      BatchGetUsersRequest.self,
      packed + [0x08, 0x01, 0x08, 0x01],
      .tooManyItems(1_000),
      "user_ids"
    )
  }

  @Test("unknown fields are skipped, long ones too")
  func unknown() throws {
    let long = Wire.field(77, Array(repeating: 0, count: 1 << 20))
    #expect(try decode(GetAccountRequest.self, long + [0x08, 0x05] + [0x78, 0x01]).accountID == 5)
    #expect(try decode(GetUserRequest.self, long + [0x08, 0x05]).selector == .userID(5))
  }

  @Test("a reply is not bounded: a newer server may send more")
  func replies() throws {
    let user = User(email: String(repeating: "a", count: 300))
    #expect(try User(serializedBytes: user.serializedBytes()) == user)
  }

  private func expectRefused<M: BoundedMessage>(
    _ type: M.Type,
    _ bytes: [UInt8],
    _ reason: DecodingError.Reason,
    _ field: String
  ) {
    let arena = Arena()
    let error = #expect(throws: DecodingError.self) { try decode(type, bytes, arena) }
    #expect(error == DecodingError(reason, field: field))
    #expect(arena.used == 0)
  }
}

/// Decodes a request.
@discardableResult
func decode<M: BoundedMessage>(
  _ type: M.Type,
  _ bytes: [UInt8],
  _ arena: Arena = Arena()
) throws(DecodingError) -> M {
  let result = bytes.withUnsafeBytes { buffer in
    Result { () throws(DecodingError) in try M(request: buffer, in: arena) }
  }
  return try result.get()
}

/// Bytes as the wire has them.
enum Wire {
  static func varint(_ value: Int) -> [UInt8] {
    value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7f) | 0x80] + varint(value >> 7)
  }

  /// A length-prefixed field.
  static func field(_ number: UInt32, _ content: [UInt8]) -> [UInt8] {
    varint(Int(number) << 3 | 2) + varint(content.count) + content
  }
}

/// A bounded field of one message, and requests that fill it.
struct BoundedField: CustomTestStringConvertible, Sendable {
  enum Form: CaseIterable {
    case long, single, packed
  }

  let type: any BoundedMessage.Type
  let entry: MessageBounds.Entry

  var testDescription: String { "\(type).\(entry.path)" }

  var forms: [Form] {
    Form.allCases.filter { form in
      switch form {
      case .long: entry.maxBytes != .max
      case .single: entry.isRepeated
      case .packed: entry.element != nil
      }
    }
  }

  func refusal(_ form: Form) -> DecodingError.Reason {
    form == .long ? .tooManyBytes(entry.maxBytes) : .tooManyItems(entry.maxItems)
  }

  func bytes(_ form: Form, beyond: Int) -> [UInt8] {
    bytes(form, count: (form == .long ? entry.maxBytes : entry.maxItems) + beyond)
  }

  /// The request with so many bytes or entries in this field.
  func bytes(_ form: Form, count: Int) -> [UInt8] {
    let number = entry.numbers.last!
    let leaf: [UInt8] =
      switch form {
      case .long: Wire.field(number, Array(repeating: UInt8(ascii: "a"), count: count))
      case .packed: Wire.field(number, Array(repeating: 1, count: count))
      case .single:
        Array(
          repeating: entry.element == nil ? Wire.field(number, []) : Wire.varint(Int(number) << 3) + [1],
          count: count
        ).flatMap { $0 }
      }
    return entry.numbers.dropLast().reversed().reduce(leaf) { Wire.field($1, $0) }
  }
}
