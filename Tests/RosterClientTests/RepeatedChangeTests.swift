import RPC
import RosterClient
import ScriptedServer
import Synchronization
import Testing

@Suite("The client's request ids")
struct RepeatedChangeTests {
  private final class Seen: Sendable {
    private let ids = Mutex<[String?]>([])
    var all: [String?] { ids.withLock { $0 } }
    func note(_ id: String?) { ids.withLock { $0.append(id) } }
  }

  private let seen = Seen()

  private var server: ScriptedServer {
    ScriptedServer { [seen] server in
      server.on(UserServiceMethods.getUser) { (_: GetUserRequest, metadata) in
        seen.note(metadata["request-id"])
        return User()
      }
      server.on(UserServiceMethods.createUser) { (request: CreateUserRequest, metadata) -> User in
        seen.note(metadata["request-id"])
        guard request.email != "lost@example.com" else {
          let info = ErrorInfo(reason: "OUTCOME_UNKNOWN", domain: "roster")
          throw RPCError(.unknown, "It may be made or not.", details: [.errorInfo(info)])
        }
        guard request.email != "taken@example.com" else {
          let info = ErrorInfo(reason: "EMAIL_TAKEN", domain: "roster")
          throw RPCError(.alreadyExists, "It is taken.", details: [.errorInfo(info)])
        }
        return User(email: request.email)
      }
    }
  }

  @Test("every change has its own id, and a read has none")
  func ids() async throws {
    let client = RosterClient(channel: server.channel)
    _ = try await client.users.createUser(email: "a@example.com")
    _ = try await client.users.createUser(email: "b@example.com")
    _ = try await client.users.getUser(id: 1)
    #expect(seen.all.count == 3)
    #expect(seen.all[0]?.count == 36)
    #expect(seen.all[1]?.count == 36)
    #expect(seen.all[0] != seen.all[1])
    #expect(seen.all[2] == nil)
  }

  @Test("the caller's id replaces the client's")
  func chosen() async throws {
    let client = RosterClient(channel: server.channel).with(requestID: "mine")
    _ = try await client.users.createUser(email: "a@example.com")
    #expect(seen.all == ["mine"])
  }

  @Test("an unknown outcome names the id to retry the change under, the client's or the caller's")
  func unknown() async throws {
    let client = RosterClient(channel: server.channel)
    let own = await #expect(throws: RPCError.self) {
      try await client.users.createUser(email: "lost@example.com")
    }
    #expect(own?.isOutcomeUnknown == true)
    #expect(own?.requestID != nil)
    #expect(own?.requestID == seen.all[0])
    let chosen = await #expect(throws: RPCError.self) {
      try await client.with(requestID: "mine").users.createUser(email: "lost@example.com")
    }
    #expect(chosen?.requestID == "mine")
  }

  @Test("a refusal, which changed nothing, names no id")
  func refused() async throws {
    let client = RosterClient(channel: server.channel)
    let error = await #expect(throws: RPCError.self) {
      try await client.users.createUser(email: "taken@example.com")
    }
    #expect(error?.isOutcomeUnknown == false)
    #expect(error?.requestID == nil)
  }

  @Test("marks its changes as repeatable to the underlying channel, and leaves reads unchanged")
  func repeatable() async throws {
    let channel = RecordingChannel()
    let client = RosterClient(channel: channel)
    _ = try? await client.users.createUser(email: "a@example.com")
    _ = try? await client.users.getUser(id: 1)
    #expect(channel.repeatable == [true, false])
  }

  private final class RecordingChannel: Channel {
    private let calls = Mutex<[Bool]>([])
    var repeatable: [Bool] { calls.withLock { $0 } }

    func call(
      _ method: MethodDescriptor,
      payload: [UInt8],
      options: CallOptions
    ) async throws(RPCError) -> [UInt8] {
      calls.withLock { $0.append(options.isRepeatable) }
      return []
    }

    func stream(
      _ method: MethodDescriptor,
      payload: [UInt8],
      options: CallOptions
    ) async throws(RPCError) -> ClientStream {
      throw RPCError(.unimplemented, "\(method) is not recorded.")
    }
  }
}
