import RosterClient
import ScriptedServer
import Testing

@testable import rosterctl

@Suite("rosterctl users")
struct UsersTests {
  private static let ada = User(
    id: 1,
    email: "ada@example.com",
    firstName: "Ada",
    lastName: "Lovelace",
    language: "en",
    state: .active,
    twoFactorEnabled: true,
    securityQuestionSet: false,
    emailVerified: true,
    verification: .none,
    lastLoginTime: Timestamp(seconds: 1_785_412_800, nanos: 250_000_000),
    createTime: Timestamp(seconds: 1_785_000_000),
    updateTime: Timestamp(seconds: 1_785_000_000),
    revision: 3
  )
  private static let yamada = User(
    id: 2,
    email: "yamada@example.jp",
    firstName: "山田",
    lastName: "太郎",
    state: .locked,
    securityQuestionSet: true,
    verification: .requested,
    revision: 1
  )

  private let server = ScriptedServer { server in
    server.on(UserServiceMethods.listUsers) { (request: ListUsersRequest) in
      if request.filter?.query == "nobody" { return ListUsersResponse() }
      if request.orderBy == "shoe size" {
        throw RPCError.refusal(
          .invalidArgument,
          "INVALID_FIELD",
          "order_by must be one of id, name.",
          violations: [("order_by", "must be one of id, name")]
        )
      }
      return request.pageToken.isEmpty
        ? ListUsersResponse(users: [ada], nextPageToken: "2") : ListUsersResponse(users: [yamada])
    }
    server.on(UserServiceMethods.getUser) { (request: GetUserRequest) in
      guard request.selector == .userID(1) || request.selector == .email("ADA@example.com") else {
        throw RPCError.refusal(.notFound, "USER_NOT_FOUND", "There is no such user.")
      }
      return ada
    }
    server.on(UserServiceMethods.createUser) { (request: CreateUserRequest) in
      guard request.email.contains("@") else {
        throw RPCError.refusal(
          .invalidArgument,
          "INVALID_FIELD",
          "The request has invalid fields.",
          violations: [("email", "Not an e-mail address."), ("language", "Not a tag.")]
        )
      }
      return User(id: 3, email: request.email, firstName: request.firstName, state: .active, revision: 1)
    }
    server.on(UserServiceMethods.updateUser) { (request: UpdateUserRequest) in
      guard request.expectedRevision != 2 else {
        throw RPCError.refusal(
          .aborted,
          "REVISION_MISMATCH",
          "The user has changed since it was read: read it again."
        )
      }
      return User(id: 1, lastName: (request.updateMask?.paths ?? []).joined(separator: "+"))
    }
    server.on(UserServiceMethods.deleteUser) { (_: DeleteUserRequest) in DeleteUserResponse() }
    server.on(UserServiceMethods.listUserAccounts) { (_: ListUserAccountsRequest) in
      let owned = UserAccount(
        account: Account(id: 1, name: "Engines", state: .active),
        membership: Membership(owner: true, permissions: Permission.all)
      )
      let lent = UserAccount(
        account: Account(id: 2, name: "Looms", state: .closed),
        membership: Membership(permissions: [.tickets], expireTime: Timestamp(seconds: 1_785_000_000))
      )
      return ListUserAccountsResponse(accounts: [owned, lent])
    }
  }

  @Test("list shows the Manage Users page, and says on standard error that there is more")
  func list() async {
    let run = await Shell(server)("users", "list")
    #expect(run.status == .done)
    #expect(
      run.output == """
        ID  NAME          E-MAIL           2FA  SQ  LAST LOGIN
        1   Ada Lovelace  ada@example.com  ⛨    -   2026-07-30 12:00Z

        """
    )
    #expect(run.error == "rosterctl: there is more after these 1: --limit N shows N, --all shows all\n")
  }

  @Test("list --all goes through the pages and stays aligned")
  func listAll() async {
    let run = await Shell(server)("users", "list", "--all")
    #expect(
      run.output == """
        ID  NAME          E-MAIL           2FA  SQ  LAST LOGIN
        1   Ada Lovelace  ada@example.com  ⛨    -   2026-07-30 12:00Z
        2   山田 太郎     yamada@example.jp  -    ?   never

        """
    )
    #expect(run.error == "")
    #expect(server.log == ["ListUsers", "ListUsers"])
  }

  @Test("list on a terminal tells on from off by colour")
  func colour() async {
    var shell = Shell(server)
    shell.isTerminal = true
    let colored = await shell("users", "list")
    #expect(colored.output.contains("\u{1B}[32m⛨\u{1B}[0m"))
    #expect(colored.output.contains("\u{1B}[2m?\u{1B}[0m"))
    let plain = await shell("users", "list", "--no-color")
    #expect(!plain.output.contains("\u{1B}"))
    shell.environment["NO_COLOR"] = "1"
    let asked = await shell("users", "list")
    #expect(asked.output == plain.output)
  }

  @Test("list -o wide adds columns")
  func wide() async {
    let run = await Shell(server)("users", "list", "-o", "wide", "--limit", "1")
    let heading = run.output.prefix { $0 != "\n" }
    #expect(
      heading.contains("STATE   LANGUAGE  PASSWORD  2FA REQUIRED  VERIFIED E-MAIL  VERIFICATION  CREATED")
    )
    #expect(
      run.output.contains(
        "active  en        no        no            yes              none          2026-07-25 17:20Z"
      )
    )
  }

  @Test("list -o json is one array over all pages, named as in the contract")
  func json() async {
    let run = await Shell(server)("users", "list", "--all", "-o", "json")
    #expect(
      run.output == """
        [
          {
            "id": 1,
            "email": "ada@example.com",
            "first_name": "Ada",
            "last_name": "Lovelace",
            "language": "en",
            "state": "active",
            "two_factor_enabled": true,
            "security_question_set": false,
            "email_verified": true,
            "verification": "none",
            "last_login_time": "2026-07-30T12:00:00.250Z",
            "create_time": "2026-07-25T17:20:00Z",
            "update_time": "2026-07-25T17:20:00Z",
            "revision": 3,
            "password_set": false,
            "two_factor_required": false
          },
          {
            "id": 2,
            "email": "yamada@example.jp",
            "first_name": "山田",
            "last_name": "太郎",
            "language": "",
            "state": "locked",
            "two_factor_enabled": false,
            "security_question_set": true,
            "email_verified": false,
            "verification": "requested",
            "last_login_time": null,
            "create_time": null,
            "update_time": null,
            "revision": 1,
            "password_set": false,
            "two_factor_required": false
          }
        ]

        """
    )
  }

  @Test("list -o csv has a header and ends lines as RFC 4180 says")
  func csv() async {
    let run = await Shell(server)("users", "list", "--all", "-o", "csv")
    let lines = run.output.split(separator: "\r\n", omittingEmptySubsequences: false)
    #expect(lines.count == 4)
    #expect(lines[0].hasPrefix("id,email,first_name,last_name,language,state,two_factor_enabled,"))
    #expect(lines[2].hasPrefix("2,yamada@example.jp,山田,太郎,,locked,false,true,false,requested,,"))
  }

  @Test("list of nobody is a heading, and no error")
  func nobody() async {
    let run = await Shell(server)("users", "list", "--query", "nobody")
    #expect(run.status == .done)
    #expect(run.output == "ID  NAME  E-MAIL  2FA  SQ  LAST LOGIN\n")
  }

  @Test("get shows everything, a line a field")
  func get() async {
    let run = await Shell(server)("users", "get", "ADA@example.com")
    #expect(run.output.hasPrefix("ID               1\nNAME             Ada Lovelace\n"))
    #expect(run.output.hasSuffix("REVISION         3\n"))
  }

  @Test("get of nobody is one line on standard error")
  func missing() async {
    let run = await Shell(server)("users", "get", "9")
    #expect(run.status == .refused)
    #expect(run.output == "")
    #expect(run.error == "rosterctl: cannot get user 9: There is no such user (USER_NOT_FOUND)\n")
  }

  @Test("create shows the user that was made")
  func create() async {
    let run = await Shell(server)("users", "create", "bob@example.com", "--first-name", "Bob")
    #expect(run.output.hasSuffix("\n3   Bob   bob@example.com  -    -   never\n"))
  }

  @Test("create names each field that was refused")
  func createRefused() async {
    let run = await Shell(server)("users", "create", "bob")
    #expect(run.status == .refused)
    #expect(
      run.error == "rosterctl: cannot create user bob: The request has invalid fields: "
        + "email: Not an e-mail address; language: Not a tag (INVALID_FIELD)\n"
    )
  }

  @Test("a field that the message tells of is not told of twice")
  func oneFieldRefused() async {
    let run = await Shell(server)("users", "list", "--order-by", "shoe size")
    #expect(
      run.error == "rosterctl: cannot list users: order_by must be one of id, name (INVALID_FIELD)\n"
    )
  }

  @Test("update writes what was named, an empty text too")
  func update() async {
    let run = await Shell(server)("users", "update", "1", "--email", "a@b.c", "--language", "")
    #expect(run.output.contains("email+language"))
  }

  @Test("update goes by the revision that was read")
  func revision() async {
    let run = await Shell(server)("users", "update", "1", "--language", "sv", "--expected-revision", "2")
    #expect(run.status == .refused)
    #expect(
      run.error.hasSuffix("The user has changed since it was read: read it again (REVISION_MISMATCH)\n")
    )
  }

  @Test("update of nothing is refused before the server is asked")
  func updateNothing() async {
    let run = await Shell(server)("users", "update", "1")
    #expect(run.status == .usage)
    #expect(server.log.isEmpty)
  }

  @Test("delete off a terminal wants --yes")
  func deleteUnasked() async {
    let refused = await Shell(server)("users", "delete", "1")
    #expect(refused.status == .usage)
    #expect(refused.error.contains("--yes"))
    #expect(server.log.isEmpty)
    let done = await Shell(server)("users", "delete", "1", "--yes")
    #expect(done.status == .done)
    #expect(done.output == "Deleted user 1.\n")
  }

  @Test("delete on a terminal asks, and does nothing without a yes", arguments: ["n", "", nil])
  func deleteDeclined(answer: String?) async {
    var shell = Shell(server)
    shell.isTerminal = true
    shell.typed = answer
    let run = await shell("users", "delete", "1")
    #expect(run.status == .usage)
    #expect(run.error == "Delete user 1? This cannot be undone. [y/N] rosterctl: nothing was changed\n")
    #expect(server.log.isEmpty)
  }

  @Test("delete on a terminal takes a yes", arguments: ["y", "Y", "yes"])
  func deleteConfirmed(answer: String) async {
    var shell = Shell(server)
    shell.isTerminal = true
    shell.typed = answer
    #expect(await shell("users", "delete", "1").status == .done)
    #expect(server.log == ["DeleteUser"])
  }

  @Test("accounts shows what the user is on each")
  func accounts() async {
    let run = await Shell(server)("users", "accounts", "1")
    #expect(
      run.output == """
        ID  NAME     STATE   ROLE    PERMISSIONS  EXPIRES                    LAST LOGIN
        1   Engines  active  owner   all          never                      never
        2   Looms    closed  member  tickets      2026-07-25 17:20Z expired  never

        """
    )
  }
}
