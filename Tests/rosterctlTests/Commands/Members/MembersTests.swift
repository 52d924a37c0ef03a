import RosterClient
import ScriptedServer
import Testing

@testable import rosterctl

@Suite("rosterctl members")
struct MembersTests {
  private let server = ScriptedServer { server in
    server.on(UserServiceMethods.getUser) { (_: GetUserRequest) in User(id: 2) }
    server.on(AccountServiceMethods.listAccountUsers) { (request: ListAccountUsersRequest) in
      let owner = AccountUser(
        user: User(id: 1, email: "ada@example.com", firstName: "Ada", state: .active),
        membership: Membership(
          accountID: request.accountID,
          userID: 1,
          owner: true,
          permissions: Permission.all
        )
      )
      let member = AccountUser(
        user: User(id: 2, email: "bob@example.com", firstName: "Bob", state: .active),
        membership: Membership(accountID: request.accountID, userID: 2, permissions: [.invoices, .tickets])
      )
      // Pages of one, where one is asked for.
      guard request.pageSize == 1 else { return ListAccountUsersResponse(users: [owner, member]) }
      return request.pageToken.isEmpty
        ? ListAccountUsersResponse(users: [owner], nextPageToken: "2")
        : ListAccountUsersResponse(users: [member])
    }
    server.on(AccountServiceMethods.listAccountInvitations) { (request: ListAccountInvitationsRequest) in
      let names = ["carol", "dora"].map { name in
        Invitation(
          id: name == "carol" ? 9 : 10,
          accountID: request.accountID,
          email: "\(name)@example.com",
          permissions: [.tickets],
          state: .pending,
          expireTime: Timestamp(seconds: 1_785_499_200)
        )
      }
      guard request.pageSize == 1 else { return ListAccountInvitationsResponse(invitations: names) }
      return request.pageToken.isEmpty
        ? ListAccountInvitationsResponse(invitations: [names[0]], nextPageToken: "10")
        : ListAccountInvitationsResponse(invitations: [names[1]])
    }
    server.on(AccountServiceMethods.getMembership) { (request: GetMembershipRequest) in
      Membership(accountID: 1, userID: request.userID, permissions: [.invoices, .tickets], revision: 7)
    }
    server.on(AccountServiceMethods.associateUser) { (request: AssociateUserRequest) in
      AssociateUserResponse(
        outcome: .membership(
          Membership(
            accountID: request.accountID,
            userID: request.userID,
            permissions: request.permissions,
            expireTime: request.expireTime
          )
        )
      )
    }
    server.on(AccountServiceMethods.updateMembership) { (request: UpdateMembershipRequest) in
      var membership = request.membership ?? Membership()
      membership.revision = request.expectedRevision
      membership.owner = request.validateOnly
      return membership
    }
    server.on(AccountServiceMethods.removeUser) { (request: RemoveUserRequest) in
      guard request.userID != 1 else {
        throw RPCError.refusal(
          .failedPrecondition,
          "OWNER_NOT_REMOVABLE",
          "An account always has its owner: transfer the ownership first."
        )
      }
      return RemoveUserResponse(revision: 8)
    }
    server.on(AccountServiceMethods.transferOwnership) { (request: TransferOwnershipRequest) in
      TransferOwnershipResponse(
        account: Account(id: 1, ownerUserID: request.newOwnerUserID),
        owner: Membership(accountID: 1, userID: 2, owner: true, permissions: Permission.all),
        formerOwner: Membership(
          accountID: 1,
          userID: 1,
          permissions: request.formerOwnerPermissions?.permissions ?? Permission.all
        )
      )
    }
  }

  @Test("list shows the owner, the members and those invited, and so does accounts users")
  func list() async {
    let run = await Shell(server)("members", "list", "1")
    #expect(
      run.output == """
        ID  NAME  E-MAIL             ROLE     PERMISSIONS       EXPIRES            LAST LOGIN
        1   Ada   ada@example.com    owner    all               never              never
        2   Bob   bob@example.com    member   invoices,tickets  never              never
                  carol@example.com  invited  tickets           2026-07-31 12:00Z
                  dora@example.com   invited  tickets           2026-07-31 12:00Z

        """
    )
    #expect(await Shell(server)("accounts", "users", "1").output == run.output)
  }

  @Test("those invited come after the members, page by page")
  func invited() async {
    let all = await Shell(server)("members", "list", "1", "--page-size", "1", "--all")
    #expect(
      all.output.split(separator: "\n").map { $0.contains("invited") } == [false, false, false, true, true]
    )
    let some = await Shell(server)("members", "list", "1", "--page-size", "1", "--limit", "1")
    #expect(!some.output.contains("invited"))
    let rest = await Shell(server)("members", "list", "1", "--page-size", "1", "--page-token", "2")
    #expect(rest.output.split(separator: "\n").map { $0.contains("invited") } == [false, false])
    for (token, name) in [("invitations.", "carol"), ("invitations.10", "dora")] {
      let page = await Shell(server)("members", "list", "1", "--page-size", "1", "--page-token", token)
      #expect(page.output.split(separator: "\n").map { $0.contains(name) } == [false, true])
    }
    #expect(some.error.contains("there is more"))
    let csv = await Shell(server)("members", "list", "1", "-o", "csv").output.split(separator: "\r\n")
    #expect(csv[0].contains("invitation.email"))
    #expect(csv[3].contains("carol@example.com"))
  }

  @Test("update refuses to add and remove the same")
  func addAndRemove() async {
    let run = await Shell(server)(
      "members",
      "update",
      "1",
      "2",
      "--add",
      "tickets,orders",
      "--remove",
      "orders"
    )
    #expect(run.status == .usage)
    #expect(run.error.contains("--add and --remove both name orders"))
    #expect(server.log.isEmpty)
  }

  @Test("a permission that is none is named, with all that are")
  func unknownPermission() async {
    let run = await Shell(server)("members", "update", "1", "2", "--add", "tickets, tickts")
    #expect(run.status == .usage)
    #expect(run.error.contains("'tickts' is no permission. Did you mean 'tickets'? There are: profile, "))
  }

  @Test("associate takes an e-mail address for the user, and an end relative to the present")
  func associate() async {
    let run = await Shell(server)(
      "members",
      "associate",
      "1",
      "bob@example.com",
      "--permissions",
      "tickets",
      "--expires",
      "+30d"
    )
    #expect(run.output.hasSuffix("\n1        2     member  tickets      2026-08-29 12:00Z\n"))
    #expect(server.log == ["GetUser", "AssociateUser"])
  }

  @Test("update --add and --remove edit what was read, and only that revision of it")
  func edit() async {
    let run = await Shell(server)(
      "members",
      "update",
      "1",
      "2",
      "--add",
      "orders,profile",
      "--remove",
      "tickets",
      "-o",
      "csv"
    )
    #expect(run.output.contains(#"1,2,false,"[""profile"",""invoices"",""orders""]","#))
    #expect(run.output.hasSuffix(",7\r\n"))
  }

  @Test("update --permissions replaces without reading, --dry-run asks only")
  func replace() async {
    let run = await Shell(server)(
      "members",
      "update",
      "1",
      "2",
      "--permissions",
      "none",
      "--dry-run",
      "-o",
      "csv"
    )
    #expect(run.output.contains("1,2,true,[],"))
    #expect(run.error == "rosterctl: nothing was changed: --dry-run only shows the result\n")
    #expect(server.log == ["UpdateMembership"])
  }

  @Test(
    "update refuses what contradicts itself",
    arguments: [
      ["--all", "--add", "tickets"], ["--permissions", "tickets", "--all"],
      ["--permissions", "all", "--remove", "orders"], [],
    ]
  )
  func contradiction(options: [String]) async {
    var arguments = ["members", "update", "1", "2"]
    arguments += options
    let run = await Shell(server).run(arguments)
    #expect(run.status == .usage)
    #expect(server.log.isEmpty)
  }

  @Test("remove of the owner says why not and what to do, in one line")
  func removeOwner() async {
    let run = await Shell(server)("members", "remove", "1", "1", "--yes")
    #expect(run.status == .refused)
    #expect(
      run.error == "rosterctl: cannot remove user 1 from account 1: An account always has its owner: "
        + "transfer the ownership first (OWNER_NOT_REMOVABLE)\n"
    )
  }

  @Test("remove says that it is done, in a sentence or as an object")
  func remove() async {
    let run = await Shell(server)("members", "remove", "1", "bob@example.com", "--yes")
    #expect(run.output == "Removed user bob@example.com from account 1.\n")
    let json = await Shell(server)("members", "remove", "1", "2", "--yes", "-o", "json").output
    #expect(
      json == """
        {
          "removed": true,
          "account_id": 1,
          "user_id": 2,
          "revision": 8
        }

        """
    )
  }

  @Test("transfer asks, unless nothing will change")
  func transfer() async {
    #expect(await Shell(server)("members", "transfer", "1", "2").status == .usage)
    let dry = await Shell(server)(
      "members",
      "transfer",
      "1",
      "2",
      "--dry-run",
      "--former-owner-permissions",
      "none"
    )
    #expect(
      dry.output == """
        ACCOUNT  USER  ROLE    PERMISSIONS  EXPIRES
        1        2     owner   all          never
        1        1     member  none         never

        """
    )
    let json = await Shell(server)("members", "transfer", "1", "2", "--yes", "-o", "json")
    #expect(json.output.hasPrefix("{\n  \"account\": {\n    \"id\": 1,\n"))
  }
}
