import ProtobufC
import RPC

/// On the worker, without the database.
struct MemoryPlace<Request: BoundedMessage>: Place {
  func run<Reply: Message>(
    _ work: PlannedWork<Request, Reply, MemoryContext>,
    of call: Call
  ) throws -> HandlerOutcome {
    .reply(try work.authorize(in: MemoryContext(caller: work.caller)).run().packed(in: call.arena))
  }
}
