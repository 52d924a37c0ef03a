import ProtobufC
import RPC
import SQL

/// On the one writer, sharing a transaction and its fsync with all that wait. The call is answered after the
/// commit.
struct WritePlace: Place {
  let store: Store
  let settings: SettingsDirectory
  let outbox: MailOutbox
  let clock: WallClock

  func run<Request, Reply>(
    _ work: PlannedWork<Request, Reply, WriteContext>,
    of call: Call
  ) throws -> HandlerOutcome {
    let origin = try Origin(call)
    let repeatable = try origin.requestID.map {
      try RepeatableRequest(id: $0, of: call.method, work.request, payload: call.payload)
    }
    try store.writer.submit(
      Mutation(of: call) { db in
        let arena = store.writerArena
        defer { arena.reset() }
        let now = clock.now()
        let context = WriteContext(
          db: db,
          caller: try work.caller(at: now, db),
          now: now,
          settings: settings.current,
          outbox: outbox,
          origin: origin,
          ledger: store.ledger
        )
        let authorized = try work.authorize(in: context)
        if let bytes = try repeatable?.keptReply(Reply.self, context, arena) { return bytes }
        let reply = try authorized.run()
        try repeatable?.keep(reply, for: work.request, context, arena)
        // Encoded before the commit: what cannot be answered is not done.
        return Array(try reply.packed(in: arena))
      }
    )
    return .later
  }
}
