import ProtobufC
import RPC

/// What a method that needs no database is given besides its request.
package struct MemoryContext: AuthorizationContext {
  package let caller: Caller

  func permit<Request>(_ request: Request, by rule: UserRule<Request>, _ call: Call) throws {
    // `authorize` has asked what can be asked without the data.
    precondition(!rule.needsData, "\(call.method) has a rule that asks the database, and none to ask")
  }
}
