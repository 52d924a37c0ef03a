import RosterClient
import ScriptedServer
import Testing

@testable import rosterctl

@Suite("rosterctl users: locks, credentials, verification")
struct UserStatesTests {
  private let server = ScriptedServer { server in
    server.on(UserServiceMethods.getUser) { (_: GetUserRequest) in User(id: 2, email: "bob@example.com") }
    server.on(UserServiceMethods.lockUser) { (request: LockUserRequest) in
      guard request.expectedRevision != 2 else {
        throw RPCError.refusal(.failedPrecondition, "USER_LOCKED", "The user is locked already.")
      }
      return User(id: request.userID, state: .locked)
    }
    server.on(UserServiceMethods.unlockUser) { (request: UnlockUserRequest) in
      User(id: request.userID, state: .active, revision: request.expectedRevision)
    }
    server.on(UserServiceMethods.disableTwoFactor) { (request: DisableTwoFactorRequest) in
      User(id: request.userID)
    }
    server.on(UserServiceMethods.disableSecurityQuestion) { (request: DisableSecurityQuestionRequest) in
      User(id: request.userID)
    }
    server.on(UserServiceMethods.getVerification) { (request: GetVerificationRequest) in
      UserVerification(userID: request.userID, stage: .none, revision: 3)
    }
    server.on(UserServiceMethods.initiateVerification) { (request: InitiateVerificationRequest) in
      UserVerification(userID: request.userID, stage: .requested, provider: "manual")
    }
    server.on(UserServiceMethods.recordVerification) { (request: RecordVerificationRequest) in
      UserVerification(userID: request.userID, stage: request.stage, note: request.note)
    }
    server.on(UserServiceMethods.resetVerification) { (request: ResetVerificationRequest) in
      UserVerification(userID: request.userID, stage: .none)
    }
    server.on(UserServiceMethods.recordOrder) { (request: RecordOrderRequest) in
      UserVerification(userID: request.userID, stage: .none, orderTime: request.orderTime)
    }
  }

  @Test("lock and unlock name a user by e-mail address or id, and a revision")
  func lock() async {
    let locked = await Shell(server)("users", "lock", "bob@example.com", "-o", "wide")
    #expect(locked.output.contains("locked"))
    #expect(server.log == ["GetUser", "LockUser"])
    let unlocked = await Shell(server)("users", "unlock", "2", "--expected-revision", "5", "-o", "csv")
    #expect(unlocked.output.contains(",active,"))
    #expect(unlocked.output.hasSuffix(",5,false,false\r\n"))
    let refused = await Shell(server)("users", "lock", "2", "--expected-revision", "2")
    #expect(refused.status == .refused)
    #expect(refused.error == "rosterctl: cannot lock user 2: The user is locked already (USER_LOCKED)\n")
  }

  @Test(
    "what the user alone can bring back is asked for first",
    arguments: [["disable-2fa"], ["disable-question"], ["verification", "reset"]]
  )
  func confirmed(verb: [String]) async {
    #expect(await Shell(server).run(["users"] + verb + ["2"]).status == .usage)
    #expect(server.log.isEmpty)
    #expect(await Shell(server).run(["users"] + verb + ["2", "--yes"]).status == .done)
    #expect(server.log.count == 1)
  }

  @Test("verification show gives every field a line")
  func show() async {
    let run = await Shell(server)("users", "verification", "show", "2")
    #expect(
      run.output == """
        USER        2
        STAGE       none
        LAST ORDER  never
        REQUESTED
        SUBMITTED
        DECIDED
        EXPIRES
        PROVIDER
        NOTE
        REVISION    3

        """
    )
  }

  @Test("verification initiate asks for a proof, record notes what came of it")
  func record() async {
    let initiated = await Shell(server)("users", "verification", "initiate", "2")
    #expect(initiated.output.contains("\n2     requested"))
    let recorded = await Shell(server)(
      "users",
      "verification",
      "record",
      "2",
      "verified",
      "--note",
      "passport seen",
      "-o",
      "json"
    )
    #expect(recorded.output.contains("\"stage\": \"verified\""))
    #expect(recorded.output.contains("\"note\": \"passport seen\""))
    #expect(await Shell(server)("users", "verification", "record", "2", "expired").status == .usage)
  }

  @Test("verification order takes a time before now")
  func order() async {
    let run = await Shell(server)("users", "verification", "order", "2", "--time", "-2d", "-o", "json")
    #expect(run.output.contains("\"order_time\": \"2026-07-28T12:00:00Z\""))
    let now = await Shell(server)("users", "verification", "order", "2", "-o", "json")
    #expect(now.output.contains("\"order_time\": null"))
  }
}
