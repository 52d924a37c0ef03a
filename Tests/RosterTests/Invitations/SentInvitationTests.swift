import RPC
import Roster
import RosterProto
import Testing

@Suite("Sent invitations")
struct SentInvitationTests {
  private let invites: InvitationTest
  private var test: TestService { invites.test }
  private var account: Account { invites.account }

  init() async throws {
    invites = try await InvitationTest()
  }

  private func resend(_ id: Int64, _ revision: Int64 = 0) async throws -> Invitation {
    let request = ResendInvitationRequest(invitationID: id, expectedRevision: revision)
    return try await invites.invitations.resendInvitation(request)
  }

  private func cancel(_ id: Int64, _ revision: Int64 = 0) async throws -> Invitation {
    let request = CancelInvitationRequest(invitationID: id, expectedRevision: revision)
    return try await invites.invitations.cancelInvitation(request)
  }

  @Test("resending mails a new token, restarts the lifetime and invalidates the former token")
  func resend() async throws {
    let (invitation, old) = try await invites.sent()
    try test.sendMails()
    test.clock.advance(seconds: 3_600)
    let resent = try await resend(invitation.id, invitation.revision)
    var expected = invitation
    expected.sendCount = 2
    expected.sendTime = Timestamp(test.clock.now)
    expected.updateTime = Timestamp(test.clock.now)
    expected.expireTime = Timestamp(test.clock.now + 7 * 86_400)
    expected.revision += 1
    #expect(resent == expected)
    #expect(
      try invites.mails() == ["invitation grace@example.net en", "invitation_resent grace@example.net en"]
    )
    let new = try invites.lastToken()
    #expect(new != old)
    await expectRefusal(.invitationNotFound) { try await invites.register(old) }
    _ = try await invites.register(new)
    let events = try await test.allEvents().map(\.kind)
    #expect(events.contains("invitation.resent"))
  }

  @Test("resending makes an expired one pending again, within the limits for one more")
  func resendExpired() async throws {
    let (invitation, token) = try await invites.invitation(in: .expired)
    #expect(try await invites.get(invitation.id).state == .expired)
    #expect(try await invites.get(invitation.id).revision == invitation.revision)
    await expectRefusal(
      .invitationExpired,
      ["invitation_id": "1", "expire_time": invitation.expireTime!.rfc3339]
    ) { try await invites.register(token) }
    _ = try await invites.invite()
    await expectRefusal(.invitationExists, ["account_id": "\(account.id)", "invitation_id": "2"]) {
      try await resend(1)
    }
    _ = try await cancel(2)
    try await invites.changeSettings { $0.maxPendingInvitations = 1 }
    _ = try await invites.invite("other@example.com")
    await expectRefusal(.tooManyInvitations, ["account_id": "\(account.id)", "limit": "1"]) {
      try await resend(1)
    }
    _ = try await cancel(3)
    #expect(try await resend(1).state == .pending)
  }

  @Test(
    "resending refuses an answered or cancelled invitation",
    arguments: [
      InvitationState.accepted, .declined, .cancelled,
    ]
  )
  func resendAnswered(_ state: InvitationState) async throws {
    let id = try await invites.invitation(in: state).invitation.id
    await expectRefusal(InvitationTest.reason(state), ["invitation_id": "\(id)"]) { try await resend(id) }
  }

  @Test("resending refuses a membership that has expired, a closed account, and a member")
  func resendRefusals() async throws {
    let end = Timestamp(test.clock.now + 60)
    _ = try await invites.invite("a@example.com") { $0.membershipExpireTime = end }
    _ = try await invites.invite("member@example.com")
    test.clock.advance(seconds: 60)
    await expectRefusal(.membershipExpired, ["account_id": "\(account.id)"]) { try await resend(1) }
    let member = try await test.makeUser("Member")
    try invites.insertMembership(of: member)
    await expectRefusal(.membershipExists, ["account_id": "\(account.id)", "user_id": "\(member.id)"]) {
      try await resend(2)
    }
    _ = try await test.accounts.closeAccount(CloseAccountRequest(accountID: account.id))
    await expectRefusal(.accountClosed, ["account_id": "\(account.id)"]) { try await resend(2) }
  }

  @Test(
    "cancelling sends a notice and refuses the token; staff can cancel while the account is closed"
  )
  func cancel() async throws {
    let (invitation, token) = try await invites.sent()
    try test.sendMails()
    _ = try await test.accounts.closeAccount(CloseAccountRequest(accountID: account.id))
    let owner = invites.invitations(as: test.sessions.open(for: invites.owner))
    await expectRefusal(.accessDenied, ["access": "ACCOUNT_CLOSED", "account_id": "\(account.id)"]) {
      try await owner.cancelInvitation(CancelInvitationRequest(invitationID: invitation.id))
    }
    let cancelled = try await cancel(invitation.id, invitation.revision)
    #expect(cancelled.state == .cancelled)
    #expect(try await test.lastEventID() == cancelled.revision)
    #expect(try invites.mails(after: 1) == ["invitation_cancelled grace@example.net en"])
    await expectRefusal(.invitationCancelled, ["invitation_id": "1"]) { try await invites.register(token) }
    let event = try #require(try await test.allEvents().last)
    #expect(event.kind == "invitation.cancelled")
    #expect(
      event.changes == [
        EventChange(field: "state", before: "pending", after: "cancelled"),
        EventChange(field: "reason", after: "withdrawn"),
      ]
    )
  }

  @Test(
    "cancelling refuses an invitation that is not pending",
    arguments: [
      InvitationState.accepted, .declined, .cancelled, .expired,
    ]
  )
  func cancelAnswered(_ state: InvitationState) async throws {
    let invitation = try await invites.invitation(in: state).invitation
    var metadata = ["invitation_id": "1"]
    if state == .expired { metadata["expire_time"] = invitation.expireTime!.rfc3339 }
    await expectRefusal(InvitationTest.reason(state), metadata) { try await cancel(1) }
  }

  @Test("refuses invalid ids and other revisions")
  func ids() async throws {
    let current = try await invites.sent().invitation.revision
    await expectRefusal(.invalidField, field: "invitation_id") { try await invites.get(0) }
    await expectRefusal(.invitationNotFound, ["invitation_id": "9"]) { try await invites.get(9) }
    await expectRefusal(.invitationNotFound, ["invitation_id": "9"]) { try await resend(9) }
    await expectRefusal(.invitationNotFound, ["invitation_id": "9"]) { try await cancel(9) }
    await expectRevisionMismatch(expected: 2, current: current) { try await resend(1, 2) }
    await expectRevisionMismatch(expected: 2, current: current) { try await cancel(1, 2) }
  }

  @Test("an owner sends and cancels only for their own account, while client user management is enabled")
  func owners() async throws {
    let owner = invites.invitations(as: test.sessions.open(for: invites.owner))
    let other = try await test.makeUser("Other")
    let stranger = invites.invitations(as: test.sessions.open(for: other))
    let create = CreateInvitationRequest(accountID: account.id, email: InvitationTest.address)
    let get = GetInvitationRequest(invitationID: 1)
    let list = ListInvitationsRequest(filter: InvitationFilter(accountID: account.id))
    let invitation = try #require(try await owner.createInvitation(create).invitation)
    #expect(invitation.inviter == ProtoActor(kind: .user, id: invites.owner.id, name: "Olga Owner"))
    #expect(try await owner.getInvitation(get) == invitation)
    #expect(try await owner.listInvitations(list).invitations == [invitation])
    _ = try await owner.resendInvitation(ResendInvitationRequest(invitationID: 1))
    await expectRefusal(.invalidField, field: "filter.account_id") {
      try await owner.listInvitations(ListInvitationsRequest())
    }
    let ownerOnly = ["account_id": "\(account.id)"]
    await expectRefusal(.ownerOnly, ownerOnly) { try await stranger.createInvitation(create) }
    await expectRefusal(.ownerOnly, ownerOnly) { try await stranger.listInvitations(list) }
    for id in [1, 2] as [Int64] {
      let metadata = ["invitation_id": "\(id)"]
      await expectRefusal(.invitationNotFound, metadata) {
        try await stranger.getInvitation(GetInvitationRequest(invitationID: id))
      }
      await expectRefusal(.invitationNotFound, metadata) {
        try await stranger.resendInvitation(ResendInvitationRequest(invitationID: id))
      }
      await expectRefusal(.invitationNotFound, metadata) {
        try await stranger.cancelInvitation(CancelInvitationRequest(invitationID: id))
      }
    }
    try await invites.changeSettings { $0.disableClientUserManagement = true }
    await expectRefusal(.clientUserManagementDisabled, ownerOnly) { try await owner.createInvitation(create) }
    await expectRefusal(.clientUserManagementDisabled, ownerOnly) { try await owner.getInvitation(get) }
    await expectRefusal(.clientUserManagementDisabled, ownerOnly) { try await owner.listInvitations(list) }
    try await invites.changeSettings { $0.disableClientUserManagement = false }
    _ = try await owner.cancelInvitation(CancelInvitationRequest(invitationID: 1))
  }

  @Test("lists by account, address and current state, in each order, page by page")
  func list() async throws {
    let other = try await test.makeAccount("Other", owner: invites.owner)
    _ = try await invites.invite("c@example.com")
    test.clock.advance(seconds: 60)
    _ = try await invites.invite("B@example.com")
    _ = try await invites.invite("a@example.com")
    _ = try await invites.invite("c@example.com") { $0.accountID = other.id }
    _ = try await cancel(3)
    func ids(_ filter: InvitationFilter = InvitationFilter(), _ order: String = "") async throws -> [Int64] {
      var request = ListInvitationsRequest(filter: filter, pageSize: 1, orderBy: order)
      var ids: [Int64] = []
      repeat {
        let page = try await invites.invitations.listInvitations(request)
        ids += page.invitations.map(\.id)
        request.pageToken = page.nextPageToken
      } while !request.pageToken.isEmpty
      return ids
    }
    #expect(try await ids() == [1, 2, 3, 4])
    #expect(try await ids(InvitationFilter(), "email") == [3, 2, 1, 4])
    #expect(try await ids(InvitationFilter(), "create_time desc") == [4, 3, 2, 1])
    #expect(try await ids(InvitationFilter(), "expire_time") == [1, 2, 3, 4])
    #expect(try await ids(InvitationFilter(accountID: account.id)) == [1, 2, 3])
    #expect(try await ids(InvitationFilter(email: "C@example.com")) == [1, 4])
    #expect(try await ids(InvitationFilter(state: .cancelled)) == [3])
    #expect(try await ids(InvitationFilter(state: .pending)) == [1, 2, 4])
    test.clock.advance(seconds: 7 * 86_400 - 60)
    #expect(try await ids(InvitationFilter(state: .pending)) == [2, 4])
    #expect(try await ids(InvitationFilter(state: .expired)) == [1])
    #expect(try await test.pendingInvitations(account).map(\.id) == [2])
    await expectRefusal(.invalidField, field: "filter.state") {
      try await ids(InvitationFilter(state: InvitationState(rawValue: 9)))
    }
    await expectRefusal(.invalidField, field: "filter.email") {
      try await ids(InvitationFilter(email: String(repeating: "a", count: 255)))
    }
    await expectRefusal(.invalidField, field: "order_by") { try await ids(InvitationFilter(), "state") }
  }
}
