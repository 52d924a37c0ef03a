import RPC
import RosterProto
import SQL

/// Records what the server changes at its start, without a call.
package struct StartupRecorder {
  let db: any Connection
  private let now: Time
  private let ledger: Ledger

  /// - Parameter db: inside the transaction that makes the change.
  package init(_ db: any Connection, _ ledger: Ledger, now: Time) {
    self.db = db
    self.ledger = ledger
    self.now = now
  }

  /// For the rows that the next event changes.
  var stamp: Stamp { Stamp(now, revision: ledger.nextID) }

  func record(_ kind: String, _ target: EventTarget, _ changes: EventChanges) throws {
    let event = Event(
      time: Timestamp(now),
      actor: .server,
      kind: kind,
      target: target,
      changes: changes.list
    )
    try ledger.append(event, db)
  }
}

extension ProtoActor {
  /// The server itself, for changes without an authenticated caller.
  static let server = ProtoActor(kind: .system, name: "rosterd")
}
