import RosterClient
import ScriptedServer
import Testing

@testable import rosterctl

@Suite("rosterctl sessions, passkeys and password resets of users")
struct SessionsTests {
  private let server = ScriptedServer { server in
    server.on(UserServiceMethods.getUser) { (_: GetUserRequest) in User(id: 2, email: "bob@example.com") }
    server.on(UserServiceMethods.sendPasswordReset) { (request: SendPasswordResetRequest) in
      guard request.userID == 2 else {
        throw RPCError.refusal(.notFound, "USER_NOT_FOUND", "There is no user 9.")
      }
      return SendPasswordResetResponse(expireTime: Timestamp(seconds: 1_785_416_400), revision: 12)
    }
    server.on(SessionServiceMethods.listSessions) { (request: ListSessionsRequest) in
      let session = Session(
        id: 7,
        userID: request.userID,
        stage: .complete,
        methods: [.password, .totp],
        deviceLabel: "Firefox",
        sourceAddress: "192.0.2.1"
      )
      return ListSessionsResponse(sessions: [session])
    }
    server.on(SessionServiceMethods.revokeSession) { (request: RevokeSessionRequest) in
      RevokeSessionResponse(revision: request.userID * 100 + request.sessionID)
    }
    server.on(SessionServiceMethods.revokeAllSessions) { (request: RevokeAllSessionsRequest) in
      RevokeAllSessionsResponse(revokedCount: request.ownSessionToo ? 3 : 1, revision: 20)
    }
    server.on(PasskeyServiceMethods.listPasskeys) { (request: ListPasskeysRequest) in
      ListPasskeysResponse(passkeys: [
        Passkey(id: 1, userID: request.userID, label: "laptop", credentialID: [0x0A, 0xFF], backedUp: true)
      ])
    }
    server.on(PasskeyServiceMethods.removePasskey) { (request: RemovePasskeyRequest) in
      RemovePasskeyResponse(revision: request.userID * 100 + request.passkeyID)
    }
  }

  @Test("list shows where a user is signed in")
  func list() async {
    let run = await Shell(server)("sessions", "list", "bob@example.com")
    #expect(
      run.output == """
        ID  USER  STAGE     DEVICE   ADDRESS    SIGNED IN  LAST USED  EXPIRES
        7   2     complete  Firefox  192.0.2.1             never      never

        """
    )
    let json = await Shell(server)("sessions", "list", "2", "-o", "json")
    #expect(json.output.contains("\"methods\": [\"password\", \"totp\"]"))
    #expect(json.output.contains("\"impersonator\": null"))
  }

  @Test(
    "what ends or mails something is asked for first",
    arguments: [
      (["sessions", "revoke", "2", "7"], "Ended session 7 of user 2.\n"),
      (["sessions", "revoke-all", "2"], "Ended 1 session of user 2.\n"),
      (["sessions", "revoke-all", "2", "--own-too"], "Ended 3 sessions of user 2.\n"),
      (["passkeys", "remove", "2", "1"], "Removed passkey 1 of user 2.\n"),
      (["users", "reset-password", "2"], "Mailed user 2 a link, valid until 2026-07-30 13:00Z.\n"),
    ]
  )
  func confirmed(words: [String], sentence: String) async {
    #expect(await Shell(server).run(words).status == .usage)
    #expect(server.log.isEmpty)
    let run = await Shell(server).run(words + ["--yes"])
    #expect(run.status == .done)
    #expect(run.output == sentence)
    #expect(server.log.count == 1)
  }

  @Test("revoke and remove name the user and the thing, and show the revision")
  func revisions() async {
    let revoked = await Shell(server)("sessions", "revoke", "bob@example.com", "7", "--yes", "-o", "json")
    #expect(revoked.output.contains("\"revision\": 207"))
    let removed = await Shell(server)("passkeys", "remove", "2", "3", "--yes", "-o", "json")
    #expect(removed.output.contains("\"revision\": 203"))
  }

  @Test("passkeys are listed with their credential in hexadecimal")
  func passkeys() async {
    let run = await Shell(server)("passkeys", "list", "2")
    #expect(
      run.output == """
        ID  USER  LABEL   BACKED UP  CREATED  LAST USED
        1   2     laptop  yes                 never

        """
    )
    let json = await Shell(server)("passkeys", "list", "2", "-o", "json")
    #expect(json.output.contains("\"credential_id\": \"0aff\""))
  }

  @Test("a refused password reset says whose it was")
  func refused() async {
    let run = await Shell(server)("users", "reset-password", "9", "--yes")
    #expect(run.status == .refused)
    #expect(run.error.contains("cannot mail user 9 a link that resets the password: There is no user 9"))
  }
}
