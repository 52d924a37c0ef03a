import Logging
import ProtobufC
import RPC
import RosterProto

@testable import Roster

/// Makes calls as a transport does, and takes the answers that come later.
final class LateAnswers: ReplySink {
  private let answers = AsyncStream<Result<[UInt8], RPCError>>.makeStream()

  func finish(ticket: UInt64, with result: Result<[UInt8], RPCError>) {
    answers.continuation.yield(result)
  }

  /// The code of the next answer.
  func next() async -> Code? {
    for await answer in answers.stream {
      switch answer {
      case .success: return .ok
      case .failure(let error): return error.code
      }
    }
    return nil
  }

  /// A call with an empty request, on worker 0.
  func call(_ arena: Arena, deadline: Deadline? = nil, hasFollowers: Bool = false) -> ServerCall {
    let call = ServerCall(connection: ServerConnection(peer: "test", worker: 0), arena: arena, sink: self)
    call.begin(
      method: UserServiceMethods.listUsers,
      ticket: 1,
      payload: UnsafeRawBufferPointer(start: nil, count: 0),
      metadata: Metadata(),
      deadline: deadline,
      hasFollowers: hasFollowers
    )
    return call
  }
}

extension TestService {
  /// The service's way of running methods, for a method of the test's own.
  var runner: Runner {
    Runner(
      gate: Guard(
        keys: service.keys,
        uses: KeyUseRecorder(keys: service.keys, writer: service.store.writer),
        sessions: NoSessions(),
        clock: .system
      ),
      store: service.store,
      settings: service.settings,
      outbox: MailOutbox(),
      clock: .system,
      log: RequestLog(Logger(label: "test"))
    )
  }
}
