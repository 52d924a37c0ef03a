import RPC
import RosterClient
import TestSupport
import Testing

@Suite("The Swift client")
struct ClientTests {
  private let directory = TemporaryDirectory()

  /// Without a time limit: while other tests use the processors, this one waits.
  private func client(_ server: Endpoint) throws -> RosterClient {
    RosterClient(server: server, token: try directory.rootKey(), options: CallOptions(timeout: nil))
  }

  @Test("It works over TCP and over a Unix socket, and is refused with a reason")
  func calls() async throws {
    let server = try LiveServer(directory, listen: ["127.0.0.1:0", "unix:\(directory.path)/socket"])
    defer { server.kill() }
    for (endpoint, email) in zip(server.endpoints, ["tcp@example.com", "unix@example.com"]) {
      let roster = try client(endpoint)
      let user = try await roster.users.createUser(CreateUserRequest(email: email))
      let got = try await roster.users.getUser(GetUserRequest(selector: .userID(user.id)))
      #expect(got == user)
      let error = await #expect(throws: RPCError.self) {
        try await roster.users.getUser(GetUserRequest(selector: .userID(.max)))
      }
      #expect(error?.reason == .userNotFound)
      await roster.close()
    }
  }

  @Test("Calls made at once are each answered with their own reply")
  func concurrency() async throws {
    let server = try LiveServer(directory)
    defer { server.kill() }
    let roster = try client(server.endpoint)
    let users = try await withThrowingTaskGroup(of: (Int, User).self) { group in
      for number in 0..<500 {
        group.addTask {
          (number, try await roster.users.createUser(CreateUserRequest(email: "ada.\(number)@example.com")))
        }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    #expect(users.count == 500)
    #expect(users.allSatisfy { $1.email == "ada.\($0)@example.com" })
    #expect(Set(users.values.map(\.id)).count == 500)
    await roster.close()
  }

  @Test("It finds the server again after a restart")
  func restart() async throws {
    let listen = ["unix:\(directory.path)/socket"]
    let first = try LiveServer(directory, listen: listen)
    defer { first.kill() }
    let roster = try client(first.endpoint)
    let user = try await roster.users.createUser(CreateUserRequest(email: "ada@example.com"))
    #expect(first.stop().exit == .code(0))

    let second = try LiveServer(directory, listen: listen)
    defer { second.kill() }
    let got = try await roster.users.getUser(GetUserRequest(selector: .userID(user.id)))
    #expect(got == user)
    await roster.close()
  }
}
