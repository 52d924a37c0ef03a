import ProtobufC
import RPC
import RosterProto
import SQL

/// Writes down what the server does by itself when it starts, where no call stands behind it.
package struct ServerEvents {
  let db: any Connection
  let now: Time
  private let arena = Arena()

  /// - Parameter db: inside the transaction that makes the change.
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
  /// The server, where nobody calls.
  static let server = ProtoActor(kind: .system, name: "rosterd")
}
