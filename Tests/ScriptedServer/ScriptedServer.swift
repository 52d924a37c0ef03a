import ProtobufC
import RPC
import Synchronization

/// A server whose answers a test writes down, behind the real router and the real encoding of messages.
package final class ScriptedServer: Sendable {
  private let calls = CallLog()
  private let router: Router

  package init(_ write: (inout Script) -> Void) {
    var script = Script()
    write(&script)
    var router = Router()
    for (method, answer) in script.answers {
      router.register(
        method,
        .unary { [calls] call in
          calls.append(method.name)
          return answer(call)
        }
      )
    }
    self.router = router
  }

  package var channel: InProcessChannel { InProcessChannel(router: router) }

  /// The methods called so far, by name.
  package var log: [String] { calls.names }
}

/// The answers to the methods that a test calls.
package struct Script {
  fileprivate var answers: [(MethodDescriptor, @Sendable (Call) -> HandlerOutcome)] = []

  package mutating func on<Request: Message, Reply: Message>(
    _ method: MethodDescriptor,
    answer: @escaping @Sendable (Request, Metadata) throws -> Reply
  ) {
    answers.append(
      (
        method,
        { call in
          do {
            let request = try Request(unpacking: call.payload, in: call.arena)
            return .reply(try answer(request, call.metadata).packed(in: call.arena))
          } catch {
            return .failure(error as? RPCError ?? RPCError(.internal, "\(error)"))
          }
        }
      )
    )
  }

  /// A method whose answer does not depend on what is sent along.
  package mutating func on<Request: Message, Reply: Message>(
    _ method: MethodDescriptor,
    answer: @escaping @Sendable (Request) throws -> Reply
  ) {
    on(method) { (request: Request, _: Metadata) in try answer(request) }
  }
}

private final class CallLog: Sendable {
  private let calls = Mutex<[String]>([])

  var names: [String] { calls.withLock { $0 } }

  func append(_ name: String) {
    calls.withLock { $0.append(name) }
  }
}
