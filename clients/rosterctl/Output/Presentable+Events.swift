import RosterClient

extension Event: Listed {
  static let listName = "events"

  static let blank = Event(actor: ProtoActor(), broker: ProtoActor(), target: EventTarget())

  static let columns: [Column<Event>] = [
    Column(id: "ID") { $0.id },
    Column("TIME") { $1.time($0.time, absent: "") },
    Column("ACTOR") { event, _ in Cell(event.actor?.text ?? "", cutting: .late) },
    Column("KIND") { $0.kind },
    Column("TARGET") { event, _ in Cell(event.target?.text ?? "", cutting: .late) },
    Column(id: "ACCOUNT") { $0.accountID },
    Column("FROM", isWide: true) { $0.sourceAddress },
    Column("BROKER", isWide: true) { $0.broker?.text ?? "" },
    Column("REQUEST", isWide: true) { $0.requestID },
    Column("CHANGES") { $0.changes.map(\.text).joined(separator: "; ") },
    Column("HASH", isWide: true) { Hexadecimal.text($0.hash) },
  ]

  var json: JSON {
    [
      "id": .int(id),
      "time": JSON(time),
      "actor": actor?.json ?? .null,
      "broker": broker?.json ?? .null,
      "source_address": .string(sourceAddress),
      "request_id": .string(requestID),
      "kind": .string(kind),
      "target": target?.json ?? .null,
      "account_id": .int(accountID),
      "changes": .array(changes.map(\.json)),
      "previous_hash": .string(Hexadecimal.text(previousHash)),
      "hash": .string(Hexadecimal.text(hash)),
    ]
  }
}

extension EventTarget {
  /// What it is, for people: `user 2`, `role night-shift`, `key 3 portal`, `settings`.
  fileprivate var text: String {
    [kind.name, id == 0 ? "" : String(id), name].filter { !$0.isEmpty }.joined(separator: " ")
  }

  fileprivate var json: JSON {
    [
      "kind": JSON(kind), "id": .int(id), "name": .string(name), "principal_id": .int(principalID),
    ]
  }
}

extension EventChange {
  /// What changed, for people: a value alone is new, one before an arrow old.
  fileprivate var text: String {
    if redacted { return "\(field): redacted" }
    if before.isEmpty { return "\(field): \(after)" }
    return after.isEmpty ? "\(field): \(before) -> nothing" : "\(field): \(before) -> \(after)"
  }

  fileprivate var json: JSON {
    [
      "field": .string(field),
      "before": .string(before),
      "after": .string(after),
      "redacted": .bool(redacted),
    ]
  }
}
