import RPC
import Roster
import RosterProto
import Testing

@Suite("Listing an account's pending invitations")
struct ListAccountInvitationsTests {
  private let test = try! TestService()

  private func invite(_ address: String, to account: Account) async throws {
    let options = TestService.options(test.rootToken)
    let client = InvitationServiceClient(channel: test.channel, options: options)
    _ = try await client.createInvitation(CreateInvitationRequest(accountID: account.id, email: address))
  }

  private func list(_ account: Account, pageSize: Int32 = 0, _ token: String = "") async throws
    -> ListAccountInvitationsResponse
  {
    try await test.accounts.listAccountInvitations(
      ListAccountInvitationsRequest(accountID: account.id, pageSize: pageSize, pageToken: token)
    )
  }

  @Test("lists those of the account by id, page by page, and none that has expired")
  func pages() async throws {
    let owner = try await test.makeUser("Owner")
    let account = try await test.makeAccount(owner: owner)
    let other = try await test.makeAccount("Other", owner: owner)
    try await invite("x@example.com", to: other)
    for name in ["c", "a", "b"] { try await invite("\(name)@example.com", to: account) }
    let first = try await list(account, pageSize: 2)
    #expect(first.invitations.map(\.email) == ["c@example.com", "a@example.com"])
    let second = try await list(account, pageSize: 2, first.nextPageToken)
    #expect(second.invitations.map(\.email) == ["b@example.com"])
    #expect(second.nextPageToken.isEmpty)
    await expectRefusal(.invalidPageToken) { try await list(other, first.nextPageToken) }
    test.clock.advance(seconds: 7 * 86_400)
    #expect(try await list(account).invitations == [])
  }

  @Test("refuses ids below 1, accounts that do not exist, and negative page sizes")
  func refusals() async throws {
    await expectRefusal(.invalidField, field: "account_id") { try await list(Account()) }
    await expectRefusal(.accountNotFound, ["account_id": "9"]) { try await list(Account(id: 9)) }
    let account = try await test.makeAccount(owner: try await test.makeUser("Owner"))
    await expectRefusal(.invalidField, field: "page_size") { try await list(account, pageSize: -1) }
  }
}
