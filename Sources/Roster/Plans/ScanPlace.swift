import ProtobufC
import RPC
import SQL
import Work

/// On the bounded pool: what may take long must not delay a point read. The statement that runs is
/// interrupted when the call's time is over or nobody waits for it any more.
struct ScanPlace<Request: BoundedMessage>: Place {
  let store: Store
  let settings: SettingsDirectory
  let clock: WallClock

  func run<Reply: Message>(
    _ work: PlannedWork<Request, Reply, ReadContext>,
    of call: Call
  ) throws -> HandlerOutcome {
    try store.scans.submit { reader in
      call.finish {
        guard call.beginInTime() else { throw QueueError.expired }
        return try reader.reply(unless: call.interruption) { db in
          let caller = try work.caller(at: clock.now(), db)
          let context = ReadContext(db: db, caller: caller, clock: clock, settings: settings)
          return try work.authorize(in: context).run()
        }
      }
    }
    return .later
  }
}

extension Call {
  var interruption: Interruption {
    Interruption(deadline: deadline?.uptimeNanoseconds) { self.isCancelled }
  }
}
