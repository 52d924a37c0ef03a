import ProtobufC
import RPC

/// On the worker, on its own read-only connection. A hop to another thread costs more than a point read.
struct PointPlace<Request: BoundedMessage>: Place {
  let readers: WorkerLocal<Reader>
  let settings: SettingsDirectory
  let clock: WallClock

  func run<Reply: Message>(
    _ work: PlannedWork<Request, Reply, ReadContext>,
    of call: Call
  ) throws -> HandlerOutcome {
    let reader = readers[call.worker]
    if call.hasFollowers { try reader.share(until: call.worker) }
    let caller = try work.caller(at: clock.now(), reader.db)
    if case .user = caller { call.connection.isAuthenticated = true }
    let context = ReadContext(db: reader.db, caller: caller, clock: clock, settings: settings)
    return .reply(try work.authorize(in: context).run().packed(in: call.arena))
  }
}
