import RPC
import RosterProto
import SQL

/// What a method that writes gets besides its request.
package struct WriteContext: DataContext {
  /// In this request's own savepoint: an error rolls back all of the method's writes.
  package let db: any Connection

  package let caller: Caller

  /// The time of this request, the same for everything it writes.
  package let now: Time

  /// The settings when the request started.
  package let settings: Settings

  let outbox: MailOutbox
  private let origin: Origin
  private let ledger: Ledger

  init(
    db: any Connection,
    caller: Caller,
    now: Time,
    settings: Settings,
    outbox: MailOutbox,
    origin: Origin,
    ledger: Ledger
  ) {
    self.db = db
    self.caller = caller
    self.now = now
    self.settings = settings
    self.outbox = outbox
    self.origin = origin
    self.ledger = ledger
  }

  /// The policy for the calling user; nil where the caller is not a user.
  var userPolicy: UserPolicy? {
    UserPolicy(caller, settings: settings, now: now, db: db)
  }

  /// Does the work, and rolls it back if the request only asks for a preview (`validate_only`). So a preview
  /// passes every check and gives the same reply as the change.
  package func perform<Reply>(validateOnly: Bool, _ work: () throws -> Reply) throws -> Reply {
    guard validateOnly else { return try work() }
    try db.beginSavepoint(ledger.feed)
    defer { db.rollbackSavepoint(ledger.feed) }
    return try work()
  }

  /// For the rows that the next event changes: those its target consists of.
  var stamp: Stamp { Stamp(now, revision: ledger.nextID) }

  /// For rows that belong to the last event without being its target: mails that tell of it.
  var lastStamp: Stamp { Stamp(now, revision: ledger.lastID) }

  /// The user on whose behalf a principal calls, as the actor of events; nil where a user calls.
  func represented(_ user: User) -> ProtoActor? {
    guard case .user = caller else { return ProtoActor(kind: .user, id: user.id, name: user.displayName) }
    return nil
  }

  /// Writes down what was done, in the same transaction.
  ///
  /// - Parameters:
  ///   - kind: one of those that `event.proto` lists.
  ///   - account: the account concerned; 0 for none.
  ///   - user: the user for whom a principal acts; see ``represented(_:)``.
  /// - Returns: the event's id: the revision of what it changed.
  @discardableResult
  func record(
    _ kind: String,
    _ target: EventTarget,
    account: Int64 = 0,
    for user: ProtoActor? = nil,
    _ changes: EventChanges
  ) throws -> Int64 {
    var event = Event(
      time: Timestamp(now),
      actor: user ?? caller.actor,
      sourceAddress: origin.peer.host,
      requestID: origin.requestID?.text ?? "",
      kind: kind,
      target: target,
      accountID: account,
      changes: changes.list
    )
    event.broker = user == nil ? caller.broker : caller.actor
    return try ledger.append(event, db)
  }
}
