import FoundationEssentials
import RosterClient
import ScriptedServer
import Testing

@testable import rosterctl

@Suite("rosterctl invites")
struct InvitesTests {
  static let token = "ri_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG-_"

  private static let carol = Invitation(
    id: 4,
    accountID: 1,
    email: "carol@example.com",
    permissions: [.invoices, .tickets],
    inviter: ProtoActor(kind: .staff, id: 1, name: "root"),
    state: .pending,
    expireTime: Timestamp(seconds: 1_786_017_600),
    sendCount: 1,
    revision: 1
  )

  private let server = ScriptedServer { server in
    server.on(InvitationServiceMethods.listInvitations) { (request: ListInvitationsRequest) in
      request.filter?.state == .pending && request.filter?.accountID == 1
        ? ListInvitationsResponse(invitations: [carol]) : ListInvitationsResponse()
    }
    server.on(InvitationServiceMethods.getInvitation) { (_: GetInvitationRequest) in carol }
    server.on(InvitationServiceMethods.createInvitation) { (request: CreateInvitationRequest) in
      let warning = Warning(
        reason: "INVITATION_EXISTS",
        message: "One is pending already.",
        blocking: request.email == "carol@example.com"
      )
      return CreateInvitationResponse(
        invitation: Invitation(accountID: request.accountID, email: request.email, state: .pending),
        warnings: request.validateOnly ? [warning] : []
      )
    }
    server.on(InvitationServiceMethods.resendInvitation) { (request: ResendInvitationRequest) in
      var resent = carol
      resent.sendCount = 2
      resent.revision = request.expectedRevision + 1
      return resent
    }
    server.on(InvitationServiceMethods.cancelInvitation) { (_: CancelInvitationRequest) in
      var cancelled = carol
      cancelled.state = .cancelled
      return cancelled
    }
    server.on(InvitationServiceMethods.lookUpInvitation) { (request: LookUpInvitationRequest) in
      guard request.token == token else {
        throw RPCError.refusal(.notFound, "INVITATION_NOT_FOUND", "No invitation has this token.")
      }
      return LookUpInvitationResponse(state: .pending, accountName: "Engines", email: "carol@example.com")
    }
    server.on(InvitationServiceMethods.acceptInvitation) { (request: AcceptInvitationRequest) in
      let user =
        switch request.acceptor {
        case .userID(let id): User(id: id, email: "carol@example.com")
        case .newUser(let new): User(id: 9, email: "carol@example.com", firstName: new.firstName)
        case nil: User()
        }
      return AcceptInvitationResponse(
        account: Account(id: 1, name: "Engines"),
        user: user,
        membership: Membership(accountID: 1, userID: user.id, permissions: [.tickets])
      )
    }
    server.on(InvitationServiceMethods.declineInvitation) { (_: DeclineInvitationRequest) in
      DeclineInvitationResponse()
    }
    server.on(AccountServiceMethods.associateUser) { (request: AssociateUserRequest) in
      request.sendInvitation
        ? AssociateUserResponse(outcome: .invitation(carol))
        : AssociateUserResponse(outcome: .membership(Membership(accountID: 1, userID: 2)))
    }
  }

  private func typing(_ text: String) -> Shell {
    var shell = Shell(server)
    shell.typed = text
    return shell
  }

  @Test("list shows whom was invited, to what, and how far it has come")
  func list() async {
    let run = await Shell(server)("invites", "list", "--account", "1", "--state", "pending")
    #expect(
      run.output == """
        ID  ACCOUNT  E-MAIL             PERMISSIONS       STATE    EXPIRES            SENT
        4   1        carol@example.com  invoices,tickets  pending  2026-08-06 12:00Z  1x

        """
    )
  }

  @Test("list -o csv names its columns even where there is nothing")
  func csv() async {
    let run = await Shell(server)("invites", "list", "-o", "csv")
    #expect(
      run.output.hasPrefix("id,account_id,email,permissions,membership_expire_time,language,inviter.kind,")
    )
  }

  @Test("get tells who invited")
  func get() async {
    let run = await Shell(server)("invites", "get", "4")
    #expect(run.output.contains("INVITER             staff 1 root\n"))
  }

  @Test("send shows the invitation")
  func send() async {
    let run = await Shell(server)("invites", "send", "1", "dan@example.com", "--permissions", "tickets")
    #expect(run.status == .done)
    #expect(run.output.contains("dan@example.com"))
    #expect(run.error == "")
  }

  @Test("send --dry-run warns, and its answer is no where the invitation would be refused")
  func dryRun() async {
    let refused = await Shell(server)(
      "invites",
      "send",
      "1",
      "carol@example.com",
      "--permissions",
      "none",
      "--dry-run"
    )
    #expect(refused.status == .refused)
    #expect(
      refused.error == """
        rosterctl: warning: One is pending already. (INVITATION_EXISTS)
        rosterctl: nothing was changed: --dry-run only shows the result

        """
    )
    let allowed = await Shell(server)(
      "invites",
      "send",
      "1",
      "dan@example.com",
      "--permissions",
      "none",
      "--dry-run"
    )
    #expect(allowed.status == .done)
  }

  @Test("resend asks nothing, cancel does")
  func resendAndCancel() async {
    let resent = await Shell(server)("invites", "resend", "4", "--expected-revision", "6", "-o", "csv")
    #expect(resent.output.contains(",2,"))
    #expect(resent.output.hasSuffix(",7\r\n"))
    #expect(await Shell(server)("invites", "cancel", "4").status == .usage)
    #expect(server.log == ["ResendInvitation"])
    let cancelled = await Shell(server)("invites", "cancel", "4", "--yes")
    #expect(cancelled.output.contains("cancelled"))
  }

  @Test("lookup finds the token in a mail's link")
  func lookUp() async {
    let mail = "Open this link to accept: https://example.com/invitation?token=\(Self.token)"
    let run = await typing(mail)("invites", "lookup", "--link-file", "-")
    #expect(run.output.contains("ACCOUNT      Engines\n"))
    let other = await typing(String(repeating: "x", count: 43))("invites", "lookup", "--link-file", "-")
    #expect(other.status == .refused)
    #expect(other.error.hasSuffix("No invitation has this token (INVITATION_NOT_FOUND)\n"))
  }

  @Test("accept is for a user, or registers one")
  func accept() async {
    let user = await typing(Self.token)("invites", "accept", "--link-file", "-", "--user", "7")
    #expect(user.output.hasPrefix("ID  NAME  E-MAIL             ROLE"))
    #expect(user.output.contains("\n7         carol@example.com  member  tickets"))
    let registered = await typing(Self.token)(
      "invites",
      "accept",
      "--link-file",
      "-",
      "--register",
      "--first-name",
      "Carol",
      "-o",
      "json"
    )
    #expect(registered.output.contains("\"first_name\": \"Carol\""))
    #expect(registered.output.hasPrefix("{\n  \"account\": {\n    \"id\": 1,\n"))
  }

  @Test(
    "accept has to be told who does, and once",
    arguments: [[], ["--user", "7", "--register"], ["--user", "7", "--first-name", "Carol"]]
  )
  func acceptor(options: [String]) async {
    let run = await typing(Self.token).run(["invites", "accept", "--link-file", "-"] + options)
    #expect(run.status == .usage)
    #expect(server.log.isEmpty)
  }

  @Test("decline says that it is done")
  func decline() async {
    let run = await typing(Self.token)("invites", "decline", "--link-file", "-", "--yes")
    #expect(run.output == "Declined the invitation.\n")
    let unasked = await Shell(server)("invites", "decline", "--link-file", "-")
    #expect(unasked.status == .usage)
    #expect(unasked.error.contains("--yes"))
  }

  @Test("a file without a token is a usage error that says so")
  func noToken() async {
    let missing = await Shell(server)("invites", "decline", "--yes", "--link-file", "/nowhere/mail.eml")
    #expect(missing.status == .usage)
    #expect(missing.error.contains("cannot read /nowhere/mail.eml"))
    let empty = await Shell(server)("invites", "decline", "--yes", "--link-file", "-")
    #expect(empty.error == "rosterctl: there is no link or token in standard input\n")
    #expect(server.log.isEmpty)
  }

  @Test("members associate --invite asks by mail instead of giving access")
  func associate() async {
    let run = await Shell(server)(
      "members",
      "associate",
      "1",
      "2",
      "--permissions",
      "tickets",
      "--invite"
    )
    #expect(run.output.contains("carol@example.com"))
    #expect(run.output.contains("pending"))
  }
}
