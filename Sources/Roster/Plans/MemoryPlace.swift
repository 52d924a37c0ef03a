import ProtobufC
import RPC

/// On the worker, without the database.
struct MemoryPlace<Request: BoundedMessage>: Place {
  func run<Reply: Message>(
    _ work: PlannedWork<Request, Reply, MemoryContext>,
    of call: Call
  ) throws -> HandlerOutcome {
    .reply(try work.authorize(in: MemoryContext(caller: work.callerInMemory)).run().packed(in: call.arena))
  }
}
