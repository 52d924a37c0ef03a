import RPC
import Roster
import RosterProto
import Testing

@Suite("Offers of an ownership")
struct OwnershipOfferTests {
  private let test = try! TestService()

  private struct Cast {
    let account: Account
    let owner: User
    let member: User
    let ownerToken: String
    let memberToken: String
  }

  private func cast() async throws -> Cast {
    let owner = try await test.makeUser("Olga")
    let member = try await test.makeUser("Max")
    let account = try await test.makeAccount(owner: owner)
    try await test.associate(member, account, [.orders])
    return Cast(
      account: account,
      owner: owner,
      member: member,
      ownerToken: test.sessions.open(for: owner),
      memberToken: test.sessions.open(for: member)
    )
  }

  private func offer(_ cast: Cast, to user: User? = nil, keeping: [Permission]? = nil) async throws
    -> OwnershipOffer
  {
    try await test.accounts(as: cast.ownerToken).offerOwnership(
      OfferOwnershipRequest(
        accountID: cast.account.id,
        newOwnerUserID: (user ?? cast.member).id,
        formerOwnerPermissions: keeping.map { PermissionSet(permissions: $0) }
      )
    )
  }

  private func accept(_ cast: Cast, as token: String? = nil) async throws -> TransferOwnershipResponse {
    try await test.accounts(as: token ?? cast.memberToken).acceptOwnershipOffer(
      AcceptOwnershipOfferRequest(accountID: cast.account.id)
    )
  }

  private func get(_ cast: Cast, as token: String) async throws -> OwnershipOffer {
    try await test.accounts(as: token).getOwnershipOffer(GetOwnershipOfferRequest(accountID: cast.account.id))
  }

  private func cancel(_ cast: Cast, as token: String) async throws -> CancelOwnershipOfferResponse {
    try await test.accounts(as: token).cancelOwnershipOffer(
      CancelOwnershipOfferRequest(accountID: cast.account.id)
    )
  }

  private func expectNone(
    _ cast: Cast,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ call: () async throws -> Any
  )
    async
  {
    let metadata = ["account_id": "\(cast.account.id)"]
    await expectRefusal(.offerNotFound, metadata, sourceLocation: sourceLocation, call)
  }

  @Test("an offer changes nothing until the member accepts it, who then owns the account")
  func accept() async throws {
    let cast = try await cast()
    let offer = try await offer(cast, keeping: [.tickets])
    #expect(offer.userID == cast.member.id)
    #expect(offer.formerOwnerPermissions == [.tickets])
    #expect(offer.expireTime == Timestamp(test.clock.now + 7 * 86_400))
    #expect(try await test.account(cast.account.id).ownerUserID == cast.owner.id)
    #expect(try await test.mailStates() == ["ownership_offered queued"])
    for token in [cast.ownerToken, cast.memberToken, test.rootToken] {
      #expect(try await get(cast, as: token) == offer)
    }
    let response = try await accept(cast)
    #expect(response.account?.ownerUserID == cast.member.id)
    #expect(response.owner?.permissions == Permission.every)
    #expect(response.formerOwner?.permissions == [.tickets])
    #expect(try await test.latestEvents("account.ownership_transferred").first?.actor?.id == cast.member.id)
    await expectNone(cast) { try await accept(cast) }
    await expectNone(cast) { try await get(cast, as: test.rootToken) }
  }

  @Test("only the owner offers, to a member who can own the account")
  func refused() async throws {
    let cast = try await cast()
    let metadata = ["account_id": "\(cast.account.id)"]
    await expectRefusal(.ownerOnly, metadata) {
      try await test.accounts(as: cast.memberToken).offerOwnership(
        OfferOwnershipRequest(accountID: cast.account.id, newOwnerUserID: cast.member.id)
      )
    }
    let stranger = try await test.makeUser("Sam")
    for (user, reason) in [(cast.owner, ErrorReason.alreadyOwner), (stranger, .notAMember)] {
      do {
        Issue.record("answered \(try await offer(cast, to: user))")
      } catch let error as RPCError {
        #expect(error.reason == reason)
      }
    }
    _ = try await test.users.lockUser(LockUserRequest(userID: cast.member.id))
    await expectRefusal(.userLocked, ["user_id": "\(cast.member.id)"]) { try await offer(cast) }
  }

  @Test("the owner offers also while client user management is disabled")
  func managedByStaff() async throws {
    let cast = try await cast()
    try await test.updateSettings("disable_client_user_management") { $0.disableClientUserManagement = true }
    _ = try await offer(cast)
    _ = try await accept(cast)
  }

  @Test("for others than the two and the staff, there is no offer")
  func strangers() async throws {
    let cast = try await cast()
    let other = try await test.makeUser("Otto")
    try await test.associate(other, cast.account, Permission.every)
    let token = test.sessions.open(for: other)
    _ = try await offer(cast)
    await expectNone(cast) { try await get(cast, as: token) }
    await expectNone(cast) { try await accept(cast, as: token) }
    await expectNone(cast) { try await cancel(cast, as: token) }
    await expectNone(cast) { try await accept(cast, as: cast.ownerToken) }
  }

  enum Canceller: CaseIterable { case owner, member, staff }

  @Test("the owner takes it back, the member declines it, and staff end it", arguments: Canceller.allCases)
  func cancelled(_ canceller: Canceller) async throws {
    let cast = try await cast()
    _ = try await offer(cast)
    let token =
      switch canceller {
      case .owner: cast.ownerToken
      case .member: cast.memberToken
      case .staff: test.rootToken
      }
    let response = try await cancel(cast, as: token)
    #expect(response.revision == (try await test.latestEvents("account.ownership_offer_ended").first?.id))
    await expectNone(cast) { try await accept(cast) }
    await expectNone(cast) { try await cancel(cast, as: token) }
  }

  @Test("a new offer replaces the one before")
  func replaced() async throws {
    let cast = try await cast()
    let other = try await test.makeUser("Otto")
    try await test.associate(other, cast.account)
    _ = try await offer(cast)
    _ = try await offer(cast, to: other)
    await expectNone(cast) { try await accept(cast) }
    #expect(try await accept(cast, as: test.sessions.open(for: other)).account?.ownerUserID == other.id)
  }

  @Test("an offer expires after the setting invitation_lifetime")
  func expired() async throws {
    let cast = try await cast()
    _ = try await offer(cast)
    test.clock.advance(seconds: 7 * 86_400)
    let token = test.sessions.open(for: cast.member)
    await expectNone(cast) { try await get(cast, as: test.rootToken) }
    await expectNone(cast) { try await accept(cast, as: token) }
  }

  @Test("an offer ends when its member is removed, also if the user becomes a member again")
  func removed() async throws {
    let cast = try await cast()
    _ = try await offer(cast)
    let other = try await test.makeUser("Otto")
    try await test.associate(other, cast.account)
    _ = try await test.accounts.removeUser(RemoveUserRequest(accountID: cast.account.id, userID: other.id))
    _ = try await get(cast, as: cast.memberToken)
    _ = try await test.accounts.removeUser(
      RemoveUserRequest(accountID: cast.account.id, userID: cast.member.id)
    )
    await expectNone(cast) { try await get(cast, as: test.rootToken) }
    try await test.associate(cast.member, cast.account)
    await expectNone(cast) { try await accept(cast) }
  }

  @Test("an offer ends when staff give the account another owner")
  func transferred() async throws {
    let cast = try await cast()
    let other = try await test.makeUser("Otto")
    try await test.associate(other, cast.account)
    _ = try await offer(cast)
    _ = try await test.accounts.transferOwnership(
      TransferOwnershipRequest(accountID: cast.account.id, newOwnerUserID: other.id)
    )
    await expectNone(cast) { try await accept(cast) }
  }
}
