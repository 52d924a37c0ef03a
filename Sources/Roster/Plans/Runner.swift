import ProtobufC
import RPC

/// Makes the plans of methods: each of its functions is one kind of method, and takes the method's rule and
/// its body.
///
/// | kind | where it runs |
/// |---|---|
/// | ``memory(_:_:)`` | on the call's worker, without the database |
/// | ``point(_:_:)`` | on the call's worker, on that worker's own read-only connection |
/// | ``scan(_:_:)``, ``list(_:_:_:)`` | on the bounded pool, for what may take long |
/// | ``compute(_:_:thenRead:)`` | on the pool for computations, the read included |
/// | ``compute(_:_:thenWrite:)`` | on the pool for computations, then on the writer |
/// | ``write(_:_:)`` | on the one writer, sharing a transaction and its fsync with all that wait |
package struct Runner: Sendable {
  private let authenticator: Authenticator
  private let store: Store
  private let settings: SettingsDirectory
  private let outbox: MailOutbox
  private let clock: WallClock

  /// - Parameter outbox: where mutations leave their mails.
  package init(
    authenticator: Authenticator,
    store: Store,
    settings: SettingsDirectory,
    outbox: MailOutbox,
    clock: WallClock
  ) {
    self.authenticator = authenticator
    self.store = store
    self.settings = settings
    self.outbox = outbox
    self.clock = clock
  }

  /// An answer that needs no database. It cannot let users call: only the database knows their sessions.
  package func memory<Request: BoundedMessage, Reply: Message>(
    _ rule: Rule<Request>,
    _ body: @escaping @Sendable (Request, MemoryContext) throws -> Reply
  ) -> UnaryHandler<Request, Reply> {
    // Found at the start, and not at the first call of a user.
    precondition(!rule.letsUsersCall, "a method without the database lets users call")
    return plan(rule, MemoryPlace(), body)
  }

  /// A point read: a few microseconds, at once.
  package func point<Request: BoundedMessage, Reply: Message>(
    _ rule: Rule<Request>,
    _ body: @escaping @Sendable (Request, ReadContext) throws -> Reply
  ) -> UnaryHandler<Request, Reply> {
    plan(rule, PointPlace(readers: store.readers, settings: settings, clock: clock), body)
  }

  /// A read that may take long: a list, a search, a batch. It stops at the call's deadline, and when nobody
  /// waits for it any more.
  package func scan<Request: BoundedMessage, Reply: Message>(
    _ rule: Rule<Request>,
    _ body: @escaping @Sendable (Request, ReadContext) throws -> Reply
  ) -> UnaryHandler<Request, Reply> {
    plan(rule, ScanPlace(store: store, settings: settings, clock: clock), body)
  }

  /// A change. It is answered after its commit, and not at all if it could not be committed.
  package func write<Request: BoundedMessage, Reply: Message>(
    _ rule: Rule<Request>,
    _ body: @escaping @Sendable (Request, WriteContext) throws -> Reply
  ) -> UnaryHandler<Request, Reply> {
    plan(rule, writePlace(), body)
  }

  /// A read for which something has to be computed first.
  package func compute<Request: BoundedMessage, Value: Sendable, Reply: Message>(
    _ rule: Rule<Request>,
    _ computation: Computation<Request, Value>,
    thenRead body: @escaping @Sendable (Request, Value, ReadContext) throws -> Reply
  ) -> UnaryHandler<Request, Reply> {
    plan(rule, ComputeThenReadPlace(computing: place(of: computation))) { request, context in
      try body(request, context.value, context.base)
    }
  }

  /// A change for which something has to be computed first: the writer does not wait meanwhile. It is not
  /// made where the call's time is over before the writer begins it.
  package func compute<Request: BoundedMessage, Value: Sendable, Reply: Message>(
    _ rule: Rule<Request>,
    _ computation: Computation<Request, Value>,
    thenWrite body: @escaping @Sendable (Request, Value, WriteContext) throws -> Reply
  ) -> UnaryHandler<Request, Reply> {
    let place = ComputeThenWritePlace(computing: place(of: computation), writing: writePlace())
    return plan(rule, place) { request, context in try body(request, context.value, context.base) }
  }

  private func place<Request, Value>(
    of computation: Computation<Request, Value>
  ) -> ComputePlace<Request, Value> {
    ComputePlace(computation: computation, store: store, settings: settings, clock: clock)
  }

  private func writePlace<Request>() -> WritePlace<Request> {
    WritePlace(store: store, settings: settings, outbox: outbox, clock: clock)
  }

  private func plan<Request, Reply: Message, Site: Place<Request>>(
    _ rule: Rule<Request>,
    _ place: Site,
    _ body: @escaping @Sendable (Request, Site.Context) throws -> Reply
  ) -> UnaryHandler<Request, Reply> {
    Plan(authenticator: authenticator, rule: rule, place: place, body: body).handler
  }
}
