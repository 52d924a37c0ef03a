import ProtobufC
import RPC
import RosterProto
import SQL
import TestSupport

@testable import Roster

/// Methods of a test's own that have something computed first, run as the service runs its methods.
final class ComputeTest: Sendable {
  let test: TestService
  /// What was done, in order.
  let log = Log()

  /// Two threads compute, as the pool's default is.
  init() throws {
    test = try TestService()
  }

  /// A channel to the one method, called as UpdateUser.
  ///
  /// - Parameter accepted: opened when a call waits for the pool or runs there.
  func channel(
    accepted: Gate = Gate(),
    _ make: (Runner) -> UnaryHandler<UpdateUserRequest, User>
  ) -> InProcessChannel {
    var router = Router()
    let method = make(test.runner)
    let noting = UnaryHandler<UpdateUserRequest, User> { call in
      defer { accepted.open() }
      return method.run(call)
    }
    router.register(UserServiceMethods.updateUser, noting)
    // The calls that tests hold up last as long as the machine takes for what they wait for.
    return InProcessChannel(
      router: router,
      workers: test.service.workers,
      errorDomain: RPCError.domain,
      maxCallSeconds: 3_600
    )
  }

  /// Renames the user to what `compute` makes of the stored name.
  func renaming(
    _ rule: Rule<UpdateUserRequest> = .authenticated,
    accepted: Gate = Gate(),
    _ compute: @escaping @Sendable (String) throws -> String
  ) -> InProcessChannel {
    channel(accepted: accepted) { run in
      let computation = Computation<UpdateUserRequest, String>(
        mebibytes: 1,
        reading: { [log] request, context in
          log.add("read")
          return try UserQueries.user(id: request.user?.id ?? 0, at: context.now, context.db).firstName
        },
        { [log] _, name in
          log.add("compute")
          return try compute(name)
        }
      )
      return run.compute(
        rule,
        computation,
        thenWrite: { [log] request, name, context in
          log.add("write")
          let id = request.user?.id ?? 0
          try context.db.run(sql: "UPDATE users SET first_name = $1 WHERE id = $2", values: [name, id])
          return try UserQueries.user(id: id, at: context.now, context.db)
        }
      )
    }
  }

  /// Computes for as long as the gates hold it, on both threads, and answers with nothing.
  func holdBothThreads(_ gates: [Gate]) async -> [Task<Void, any Error>] {
    let tasks = gates.map { gate in
      let channel = channel { run in
        let computation = Computation<UpdateUserRequest, Bool>(mebibytes: 1) { _ in
          gate.hold()
          return true
        }
        return run.compute(.anyone, computation, thenRead: { _, _, _ in User() })
      }
      return Task { _ = try await self.call(channel, as: nil) }
    }
    for gate in gates { await gate.becomesHeld() }
    return tasks
  }

  func call(
    _ channel: InProcessChannel,
    as token: String?,
    user id: Int64 = 1,
    requestID: String? = nil,
    timeout: Duration? = nil
  ) async throws(RPCError) -> User {
    var options = TestService.options(token, timeout: timeout)
    if let requestID { options.metadata.append(("request-id", requestID)) }
    let payload = try! UpdateUserRequest(user: User(id: id)).serializedBytes()
    let reply = try await channel.call(UserServiceMethods.updateUser, payload: payload, options: options)
    return try! User(serializedBytes: reply)
  }

  func call(_ channel: InProcessChannel, requestID: String? = nil) async throws(RPCError) -> User {
    try await call(channel, as: test.rootToken, requestID: requestID)
  }
}
