import RosterClient
import ScriptedServer
import Synchronization
import Testing

@testable import rosterctl

@Suite("rosterctl, where a change may be made or not")
struct UnknownOutcomeTests {
  private final class Seen: Sendable {
    private let ids = Mutex<[String]>([])
    var all: [String] { ids.withLock { $0 } }
    func note(_ id: String?) { ids.withLock { $0.append(id ?? "") } }
  }

  private let seen = Seen()

  /// Says of the first change that it may be made, and that the same one again was.
  private var server: ScriptedServer {
    ScriptedServer { [seen] server in
      server.on(UserServiceMethods.createUser) { (request: CreateUserRequest, metadata) -> User in
        let id = metadata["request-id"] ?? ""
        defer { seen.note(id) }
        guard seen.all.contains(id) else {
          throw RPCError.refusal(.unknown, "OUTCOME_UNKNOWN", "The commit failed.")
        }
        return User(id: 7, email: request.email, firstName: request.firstName)
      }
      server.on(AccountServiceMethods.closeAccount) { (_: CloseAccountRequest) -> Account in
        throw RPCError.refusal(.alreadyExists, "REQUEST_ID_REUSED", "The id stands for another change.")
      }
    }
  }

  @Test("it exits with 4 and says the command that repeats it under the same id, which then answers")
  func repeats() async throws {
    let shell = Shell(server)
    let run = await shell("users", "create", "ada@example.com", "--first-name", "Ada's 2nd")
    #expect(run.status == .unknown)
    #expect(run.status.rawValue == 4)
    #expect(run.output == "")
    let id = try #require(seen.all.first)
    #expect(id.count == 36)
    #expect(
      run.error == "rosterctl: cannot tell whether this was done: create user ada@example.com: "
        + "The commit failed (OUTCOME_UNKNOWN); to repeat it safely: rosterctl --request-id \(id) "
        + "users create ada@example.com --first-name 'Ada'\\''s 2nd'\n"
    )
    let again = await shell(
      "--request-id",
      id,
      "users",
      "create",
      "ada@example.com",
      "--first-name",
      "Ada's 2nd"
    )
    #expect(again.status == .done)
    #expect(seen.all == [id, id])
  }

  @Test("an id that was given stands in the repeated command once", arguments: [true, false])
  func given(isJoined: Bool) async {
    let option = isJoined ? ["--request-id=mine"] : ["--request-id", "mine"]
    let run = await Shell(server).run(["users", "create", "ada@example.com"] + option)
    #expect(run.status == .unknown)
    let command = "rosterctl users create ada@example.com \(option.joined(separator: " "))"
    #expect(run.error.hasSuffix("to repeat it safely: \(command)\n"))
  }

  @Test("an id that stands for another change is told with where to find that one")
  func reused() async {
    let run = await Shell(server)("accounts", "close", "1", "--yes", "--request-id", "mine")
    #expect(run.status == .refused)
    #expect(run.error.contains("events list --by-request"))
  }
}
