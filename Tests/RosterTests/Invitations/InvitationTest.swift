import RPC
import Roster
import RosterProto
import SQL

/// A service with an account and its owner, for tests of invitations.
struct InvitationTest {
  static let address = "grace@example.net"

  let test: TestService
  let owner: User
  let account: Account

  init() async throws {
    test = try TestService()
    owner = try await test.makeUser("Olga", "Owner")
    account = try await test.makeAccount("Acme", owner: owner)
  }

  var invitations: InvitationServiceClient { invitations(as: test.rootToken) }

  func invitations(as token: String) -> InvitationServiceClient {
    InvitationServiceClient(channel: test.channel, options: TestService.options(token))
  }

  /// - Parameter token: the caller's.
  @discardableResult
  func invite(
    _ email: String = address,
    as token: String? = nil,
    _ change: (inout CreateInvitationRequest) -> Void = { _ in }
  ) async throws -> CreateInvitationResponse {
    var request = CreateInvitationRequest(accountID: account.id, email: email)
    change(&request)
    return try await invitations(as: token ?? test.rootToken).createInvitation(request)
  }

  /// An invitation, and the token in its mail.
  func sent(
    _ email: String = address,
    _ change: (inout CreateInvitationRequest) -> Void = { _ in }
  ) async throws -> (invitation: Invitation, token: String) {
    let invitation = try await invite(email, as: nil, change).invitation!
    return (invitation, try lastToken())
  }

  func accept(_ token: String, _ user: User) async throws -> AcceptInvitationResponse {
    try await invitations.acceptInvitation(AcceptInvitationRequest(token: token, acceptor: .userID(user.id)))
  }

  func register(_ token: String, _ user: NewUser = NewUser()) async throws -> AcceptInvitationResponse {
    try await invitations.acceptInvitation(AcceptInvitationRequest(token: token, acceptor: .newUser(user)))
  }

  func get(_ id: Int64) async throws -> Invitation {
    try await invitations.getInvitation(GetInvitationRequest(invitationID: id))
  }

  /// Brings an invitation into a state by the usual calls.
  ///
  /// - Returns: the invitation as it was sent.
  func invitation(in state: InvitationState) async throws -> (invitation: Invitation, token: String) {
    let (invitation, token) = try await sent()
    switch state {
    case .accepted: _ = try await register(token)
    case .declined: _ = try await invitations.declineInvitation(DeclineInvitationRequest(token: token))
    case .cancelled:
      _ = try await invitations.cancelInvitation(CancelInvitationRequest(invitationID: invitation.id))
    case .expired: test.clock.advance(seconds: 7 * 86_400)
    default: break
    }
    return (invitation, token)
  }

  func changeSettings(_ change: (inout Settings) -> Void) async throws {
    let current = test.service.settings.current
    try await test.updateSettings("*") {
      $0 = current
      change(&$0)
    }
  }

  /// Makes a user with an open invitation a member, as a database of an earlier release may contain it.
  func insertMembership(of user: User, expireTime: Time? = nil) throws {
    let end = expireTime.map { "\($0.microseconds)" } ?? "NULL"
    try test.execute(
      """
      INSERT INTO memberships (account_id, user_id, permissions, expire_time, create_time, update_time)
      VALUES (\(account.id), \(user.id), 0, \(end), 0, 0)
      """
    )
  }

  // MARK: Mails

  /// The single text that a query returns.
  func text(_ sql: String) throws -> String? {
    try test.service.store.writer.perform { try $0.first(sql: sql) { $0.optionalText(0) } ?? nil }
  }

  /// The token in the latest queued mail.
  func lastToken() throws -> String { try test.lastInvitationToken() }

  /// Template, recipient and language of each mail queued after an id, in order.
  func mails(after id: Int64 = 0) throws -> [String] {
    try test.service.store.writer.perform {
      var rows: [String] = []
      try $0.forEach(
        sql: "SELECT template || ' ' || recipient || ' ' || language FROM mails WHERE id > \(id) ORDER BY id",
        values: []
      ) { rows.append($0.text(0)) }
      return rows
    }
  }

  /// The reason with which each state refuses what needs a pending invitation.
  static func reason(_ state: InvitationState) -> ErrorReason {
    switch state {
    case .accepted: .invitationAccepted
    case .declined: .invitationDeclined
    case .cancelled: .invitationCancelled
    default: .invitationExpired
    }
  }
}
