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

/// What a method that needs no database is given besides its request.
package struct MemoryContext: AuthorizationContext {
  package let caller: Caller

  func permit<Request>(_ request: Request, by rule: UserRule<Request>, _ call: Call) throws {
    // `authorize` has asked what can be asked without the data.
    precondition(!rule.needsData, "\(call.method) has a rule that asks the database, and none to ask")
  }
}
