import ProtobufC
import RPC
import Roster
import RosterProto
import Testing

@Suite("The contract's bounds and the domain's limits")
struct ContractBoundsTests {
  /// UTF-8 takes at most four bytes for a code point.
  private static let maxBytesPerCodePoint = 4

  @Test("are equal if both count bytes or entries")
  func equal() {
    #expect(CreateUserRequest.bounds["email"]?.maxBytes == Limits.maxEmailBytes)
    #expect(GetUserRequest.bounds["email"]?.maxBytes == Limits.maxEmailBytes)
    #expect(UpdateUserRequest.bounds["user.email"]?.maxBytes == Limits.maxEmailBytes)
    #expect(CreateInvitationRequest.bounds["email"]?.maxBytes == Limits.maxEmailBytes)
    #expect(ListMailRequest.bounds["filter.recipient"]?.maxBytes == Limits.maxEmailBytes)
    #expect(CreateUserRequest.bounds["language"]?.maxBytes == Limits.maxLanguageBytes)
    #expect(ListUsersRequest.bounds["filter.query"]?.maxBytes == Limits.maxQueryBytes)
    #expect(ListAccountsRequest.bounds["filter.query"]?.maxBytes == Limits.maxQueryBytes)
    #expect(ListEventsRequest.bounds["filter.kind"]?.maxBytes == Limits.maxEventKindBytes)
    #expect(ListMailRequest.bounds["filter.template_name"]?.maxBytes == Limits.maxTemplateNameBytes)
    #expect(UpdateSettingsRequest.bounds["settings.sign_in_link"]?.maxBytes == Limits.maxLinkBytes)
    #expect(BatchGetUsersRequest.bounds["user_ids"]?.maxItems == Limits.maxBatchEntries)
    #expect(BatchCheckPermissionsRequest.bounds["checks"]?.maxItems == Limits.maxBatchEntries)
  }

  @Test("leave room for every code point if the domain counts code points")
  func ceilings() {
    let name = Limits.maxNameCodePoints * Self.maxBytesPerCodePoint
    #expect(CreateUserRequest.bounds["first_name"]?.maxBytes == name)
    #expect(UpdateUserRequest.bounds["user.last_name"]?.maxBytes == name)
    #expect(CreateAccountRequest.bounds["name"]?.maxBytes == name)
    #expect(CreateKeyRequest.bounds["label"]?.maxBytes == name)
    #expect(
      RecordVerificationRequest.bounds["note"]?.maxBytes
        == Limits.maxNoteCodePoints * Self.maxBytesPerCodePoint
    )
    #expect(
      UpdateSettingsRequest.bounds["settings.security_questions"]?.maxBytes
        == Limits.maxQuestionCodePoints * Self.maxBytesPerCodePoint
    )
  }

  @Test("every grant and every permission fits in one request")
  func lists() {
    #expect(CreateRoleRequest.bounds["grants"].map { $0.maxItems >= Grant.allCases.count } == true)
    #expect(
      AssociateUserRequest.bounds["permissions"].map { $0.maxItems >= Permission.allCases.count } == true
    )
  }

  @Test("a field beyond its bound is INVALID_FIELD, with its name and the bound")
  func refusal() async throws {
    let test = try TestService()
    let error = await #expect(throws: RPCError.self) {
      try await test.users.listUsers(ListUsersRequest(pageToken: String(repeating: "a", count: 8_193)))
    }
    #expect(error?.code == .invalidArgument)
    #expect(error?.reason == .invalidField)
    #expect(
      error?.fieldViolations == [.init(field: "page_token", description: "must have at most 8192 bytes")]
    )
    let ids = BatchGetUsersRequest(userIDs: Array(repeating: 1, count: 1_001))
    let many = await #expect(throws: RPCError.self) { try await test.users.batchGetUsers(ids) }
    #expect(
      many?.fieldViolations == [.init(field: "user_ids", description: "must have at most 1000 entries")]
    )
  }
}
