import ProtobufC
import RPC

/// On the worker, without the database.
struct MemoryPlace: Place {
  func run<Request, Reply>(
    _ work: PlannedWork<Request, Reply, MemoryContext>,
    of call: Call
  ) throws -> HandlerOutcome {
    .reply(try work.authorize(in: MemoryContext(caller: work.caller)).run().packed(in: call.arena))
  }
}
