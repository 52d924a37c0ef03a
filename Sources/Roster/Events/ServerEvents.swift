import ProtobufC
import RPC
import RosterProto
import SQL

/// Records what the server changes at its start, without a call.
package struct ServerEvents {
  let db: any Connection
  let now: Time
  private let arena = Arena()

  /// - Parameter db: a connection in the transaction that makes the change.
  package init(_ db: any Connection, now: Time) {
    self.db = db
    self.now = now
  }

  func record(_ kind: String, _ target: EventTarget, _ changes: EventChanges) throws {
    let event = Event(
      time: Timestamp(now),
      actor: .server,
      kind: kind,
      target: target,
      changes: changes.list
    )
    try EventQueries.append(event, in: arena, db)
    arena.reset()
  }
}

extension ProtoActor {
  /// The server itself, for changes without an authenticated caller.
  static let server = ProtoActor(kind: .system, name: "rosterd")
}
