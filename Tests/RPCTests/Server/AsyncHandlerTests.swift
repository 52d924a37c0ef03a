import ProtobufC
import Testing

@testable import RPC

@Suite("A handler that is a task")
struct AsyncHandlerTests {
  private final class Sink: ReplySink {
    func finish(ticket: UInt64, with result: Result<[UInt8], RPCError>) {}
  }

  @Test("it has begun once it was called: given up after that, what it changes may be made")
  func begins() {
    let sink = Sink()
    let connection = ServerConnection(peer: "test", worker: 0)
    let call = ServerCall(connection: connection, arena: Arena(), sink: sink)
    let handler = Handler.async { payload, _ throws(RPCError) in payload }
    guard case .unary(let run) = handler else { return }
    _ = run(call)
    #expect(call.heldProgress.giveUp())
    withExtendedLifetime(sink) {}
  }
}
