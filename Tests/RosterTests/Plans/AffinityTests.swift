import RPC
import RosterProto
import Testing
import Work

@testable import Roster

@Suite("What is unchecked in the service traps where its reason does not hold")
struct AffinityTests {
  @Test("a change's reply on another thread than the writer's")
  func mutation() async {
    await #expect(processExitsWith: .failure) {
      let calls = DirectCalls(on: WorkerGroup.onCallersThreads(1).workers[0])
      let handler = UnaryHandler<GetUserRequest, User> { call in
        let mutation = Mutation(of: call) { _ in [] }
        mutation.finish(.failure(QueueError.stopped))
        WorkerThread(name: "other") { mutation.finish(.failure(QueueError.stopped)) }.join()
        return .later
      }
      _ = try? await calls.call(handler)
    }
  }
}
