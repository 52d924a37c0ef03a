import ProtobufC
import RPC
import RosterProto

@testable import Roster

/// Runs methods as a transport does, on one of the service's workers, one frame at a time.
///
/// `@unchecked Sendable`: all but `worker` and `answers` is used on the worker only, which asserts it.
final class DirectCalls: CallCarrier, @unchecked Sendable {
  private static let method = MethodDescriptor(service: "test.Direct", name: "Call")

  private let worker: Worker
  private let answers = AsyncStream<Result<[UInt8], RPCError>>.makeStream()
  private lazy var connection = ServerConnection(peer: Peer(address: "test"))

  init(on worker: Worker) {
    self.worker = worker
  }

  /// The answer to a call with an empty request.
  ///
  /// - Parameter hasFollowers: whether more frames of the same turn follow.
  func call<Request, Reply>(
    _ handler: UnaryHandler<Request, Reply>,
    deadline: Deadline? = nil,
    hasFollowers: Bool = false
  ) async throws(RPCError) -> Reply {
    var router = Router()
    router.register(Self.method, handler)
    let bytes = await withCheckedContinuation { continuation in
      worker.executor.execute { [router] in
        continuation.resume(returning: self.run(router, deadline, hasFollowers))
      }
    }
    if let bytes { answers.continuation.yield(bytes) }
    for await answer in answers.stream {
      do {
        return try Reply(serializedBytes: try answer.get())
      } catch let error as RPCError {
        throw error
      } catch {
        preconditionFailure("the reply cannot be read: \(error)")
      }
    }
    preconditionFailure("the answers have ended")
  }

  func endTurn() async {
    await withCheckedContinuation { continuation in
      worker.executor.execute {
        self.worker.endTurn()
        continuation.resume()
      }
    }
  }

  /// Nil where the call is answered later.
  private func run(_ router: Router, _ deadline: Deadline?, _ hasFollowers: Bool) -> Result<
    [UInt8], RPCError
  >? {
    defer { worker.arena.reset() }
    guard case .route(let route) = router.match(Self.method) else {
      preconditionFailure("the one route is not found")
    }
    let outcome = Call(on: worker, connection: connection, carrier: self).run(
      route,
      id: 1,
      start: .now,
      payload: UnsafeRawBufferPointer(start: nil, count: 0),
      metadata: Metadata(),
      deadline: deadline,
      hasFollowers: hasFollowers
    )
    switch outcome {
    case .reply(let bytes): return .success(Array(bytes))
    case .failure(let error): return .failure(error)
    case .later: return nil
    }
  }

  func finish(_ call: Call, with result: Result<[UInt8], RPCError>) {
    answers.continuation.yield(result)
  }

  func sendReplies(of call: Call) {}
  func resumeRequests(of call: Call) {}
  func flush() {}
}

extension TestService {
  /// The service's way of running methods, for a method of the test's own.
  var runner: Runner {
    Runner(
      authenticator: Authenticator(
        keys: service.keys,
        uses: KeyUseRecorder(keys: service.keys, writer: service.store.writer),
        sessionUses: SessionUseRecorder(writer: service.store.writer),
        clock: WallClock { [clock] in clock.now }
      ),
      store: service.store,
      settings: service.settings,
      outbox: MailOutbox(sealer: TestService.sealer),
      clock: WallClock { [clock] in clock.now }
    )
  }
}
