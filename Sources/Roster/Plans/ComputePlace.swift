import ProtobufC
import RPC
import Work

/// On the pool for computations, off the workers and off the writer: reads what is needed and computes. The
/// body then reads there too (``ComputeThenReadPlace``), or runs on the writer (``ComputeThenWritePlace``).
///
/// The caller is authorized by the data before the computation, so that nobody has work done who may not, and
/// again before the body, which may find other data. Only the body counts as begun: a call whose time is over
/// while its value is computed is not done.
struct ComputePlace<Request: BoundedMessage, Value: Sendable>: Sendable {
  let computation: Computation<Request, Value>
  let store: Store
  let settings: SettingsDirectory
  let clock: WallClock

  /// Has the value computed, and `proceed` called with it on the same thread.
  func submit(
    _ work: PlannedWork<Request, some Message, some AuthorizationContext>,
    of call: Call,
    then proceed: @escaping @Sendable (Value, PoolReader) throws -> Void
  ) throws(QueueError) {
    let preparation = work.with(computation.prepare)
    try store.computations.submit(bytes: computation.bytes) { reader in
      do {
        guard call.isAwaited else { throw QueueError.expired }
        let compute = try reader.read(unless: call.interruption) { db in
          let caller = try preparation.caller(at: clock.now(), db)
          let context = ReadContext(db: db, caller: caller, clock: clock, settings: settings)
          return try preparation.authorize(in: context).run()
        }
        try proceed(try compute(), reader)
      } catch {
        call.finish(.failure(RPCError(telling: error)))
      }
    }
  }
}

/// After its computation a read, on the pool's thread.
struct ComputeThenReadPlace<Request: BoundedMessage, Value: Sendable>: Place {
  let computing: ComputePlace<Request, Value>

  func run<Reply: Message>(
    _ work: PlannedWork<Request, Reply, ComputedContext<Value, ReadContext>>,
    of call: Call
  ) throws -> HandlerOutcome {
    let (clock, settings) = (computing.clock, computing.settings)
    try computing.submit(work, of: call) { value, reader in
      guard call.beginInTime() else { throw QueueError.expired }
      let bytes = try reader.reply(unless: call.interruption) { db in
        let caller = try work.caller(at: clock.now(), db)
        let context = ReadContext(db: db, caller: caller, clock: clock, settings: settings)
        return try work.authorize(in: ComputedContext(value: value, base: context)).run()
      }
      call.finish(.success(bytes))
    }
    return .later
  }
}

/// After its computation a change, on the one writer.
struct ComputeThenWritePlace<Request: BoundedMessage, Value: Sendable>: Place {
  let computing: ComputePlace<Request, Value>
  let writing: WritePlace<Request>

  func run<Reply: Message>(
    _ work: PlannedWork<Request, Reply, ComputedContext<Value, WriteContext>>,
    of call: Call
  ) throws -> HandlerOutcome {
    let provenance = try WritePlace<Request>.Provenance(of: call, work.request)
    try computing.submit(work, of: call) { [writing] value, _ in
      // The writer does not begin what nobody waits for any more.
      try writing.submit(work, of: call, from: provenance) { ComputedContext(value: value, base: $0) }
    }
    return .later
  }
}
