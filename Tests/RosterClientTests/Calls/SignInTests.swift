import RosterClient
import ScriptedServer
import Testing

@Suite("The client's sign-in methods")
struct SignInTests {
  private let server = ScriptedServer { server in
    server.on(SessionServiceMethods.signIn) { (request: SignInRequest) in
      SignInResponse(
        session: Session(deviceLabel: request.deviceLabel, sourceAddress: request.sourceAddress),
        sessionToken: request.email + request.password
      )
    }
    server.on(SessionServiceMethods.listSessions) { (request: ListSessionsRequest) in
      let first = request.pageToken.isEmpty
      return ListSessionsResponse(
        sessions: [Session(id: first ? 1 : 2, userID: request.userID)],
        nextPageToken: first ? "2" : ""
      )
    }
    server.on(SessionServiceMethods.signOut) { (request: SignOutRequest, metadata) in
      SignOutResponse(revision: request.sessionToken == metadata["on-behalf-of"] ?? "" ? 4 : 5)
    }
    server.on(SystemServiceMethods.getCaller) { (_: GetCallerRequest, metadata) in
      let name = "\(metadata["authorization"] ?? "none") for \(metadata["on-behalf-of"] ?? "itself")"
      return GetCallerResponse(caller: ProtoActor(name: name), role: metadata["request-id"] ?? "")
    }
    server.on(UserServiceMethods.lockUser) { (_: LockUserRequest, metadata) in
      User(language: metadata["request-id"] ?? "")
    }
    server.on(PasskeyServiceMethods.removePasskey) { (request: RemovePasskeyRequest) in
      RemovePasskeyResponse(revision: request.userID * 10 + request.passkeyID)
    }
  }

  private var client: RosterClient { RosterClient(channel: server.channel, token: "rk_site") }

  @Test("a copy calls for the user of a session, with its own key beside the session's token")
  func onBehalfOf() async throws {
    let user = client.with(session: "rs_one")
    #expect(try await user.system.getCaller().caller?.name == "Bearer rk_site for rs_one")
    let other = user.with(session: "rs_two")
    #expect(try await other.system.getCaller().caller?.name == "Bearer rk_site for rs_two")
    #expect(try await client.system.getCaller().caller?.name == "Bearer rk_site for itself")
  }

  @Test("a fixed request id can be taken back")
  func requestID() async throws {
    let fixed = client.with(requestID: "given")
    #expect(try await fixed.users.lockUser(id: 1).language == "given")
    let again = fixed.with(requestID: nil)
    let ids = [
      try await again.users.lockUser(id: 1).language, try await again.users.lockUser(id: 1).language,
    ]
    #expect(ids[0] != ids[1] && !ids.contains("given") && !ids.contains(""))
  }

  @Test("sign-in sends what it is given, and sessions are a sequence over all pages")
  func sessions() async throws {
    let reply = try await client.sessions.signIn(
      email: "ada@example.com",
      password: " x",
      deviceLabel: "Firefox",
      sourceAddress: "192.0.2.1"
    )
    #expect(reply.sessionToken == "ada@example.com x")
    #expect(reply.session?.deviceLabel == "Firefox" && reply.session?.sourceAddress == "192.0.2.1")
    var ids: [Int64] = []
    for try await session in client.sessions.listSessions(ofUser: 9) { ids.append(session.id) }
    #expect(ids == [1, 2])
    #expect(try await client.sessions.signOut(session: "rs_one") == 5)
    #expect(try await client.sessions.signOut() == 4)
    #expect(try await client.passkeys.removePasskey(id: 3, ofUser: 2) == 23)
  }
}
