import RPC

/// What is computed for a method before its body runs, such as the hash of a password: it takes too long for
/// a worker or the writer, and much memory.
package struct Computation<Request, Value: Sendable>: Sendable {
  let bytes: Int

  /// Reads what is needed, and returns what is then computed with it, outside the read transaction.
  let prepare: @Sendable (Request, ReadContext) throws -> () throws -> Value

  /// - Parameters:
  ///   - mebibytes: the most memory that it takes, ``Limits/maxComputationMebibytes`` at most.
  ///   - read: reads what it needs of the data.
  ///   - compute: runs on a thread of the pool, without a transaction.
  package init<Input>(
    mebibytes: Int,
    reading read: @escaping @Sendable (Request, ReadContext) throws -> Input,
    _ compute: @escaping @Sendable (Request, Input) throws -> Value
  ) {
    // Found at the start, and not at the first call.
    precondition(
      (0...Limits.maxComputationMebibytes).contains(mebibytes),
      "a computation takes more memory than one may"
    )
    bytes = mebibytes << 20
    prepare = { request, context in
      let input = try read(request, context)
      return { try compute(request, input) }
    }
  }

  /// A computation that needs only the request.
  package init(mebibytes: Int, _ compute: @escaping @Sendable (Request) throws -> Value) {
    self.init(mebibytes: mebibytes, reading: { _, _ in }) { request, _ in try compute(request) }
  }
}

/// What the body of a method is given that had something computed.
struct ComputedContext<Value, Base: AuthorizationContext>: AuthorizationContext {
  let value: Value
  let base: Base

  func permit<Asked>(_ request: Asked, by rule: UserRule<Asked>, _ call: Call) throws {
    try base.permit(request, by: rule, call)
  }
}
