import ProtobufC
import RPC
import RosterProto
import SQL

/// The list of events: its orders and its filters.
enum EventList {
  /// - Throws: `INVALID_FIELD`.
  static func query(_ filter: EventFilter?, orderBy: String) throws -> ListQuery<Event> {
    let arena = Arena()
    var query = try ListQuery(
      columns: EventQueries.columns,
      from: "events",
      id: "events.id",
      orders: [.init("id", column: "events.id", .integer)],
      orderBy: orderBy,
      read: { try EventQueries.event($0, from: $1, in: arena) }
    )
    guard let filter else { return query }
    try addActorAndTarget(filter, to: &query)
    if filter.accountID != 0 { query.filter("events.account_id <> 0") }
    try query.filter("events.account_id =", id: filter.accountID, "filter.account_id")
    try addNames(filter, to: &query)
    try query.filter("events.time", after: filter.timeAfter, before: filter.timeBefore, "filter.time")
    try query.filter("events.id >", id: filter.afterID, "filter.after_id")
    return query
  }

  private static func addActorAndTarget(
    _ filter: EventFilter,
    to query: inout ListQuery<Event>
  ) throws(RPCError) {
    let actorKind = try Checks.choice(filter.actorKind, "filter.actor_kind")
    let targetKind = try Checks.choice(filter.targetKind, "filter.target_kind")
    if let actorKind { query.filter("events.actor_kind =", Int64(actorKind.rawValue)) }
    guard filter.actorID == 0 || actorKind != nil else {
      throw .invalid("filter.actor_id", "needs actor_kind")
    }
    try query.filter("events.actor_id =", id: filter.actorID, "filter.actor_id")
    if let targetKind { query.filter("events.target_kind =", Int64(targetKind.rawValue)) }
    guard filter.targetID == 0 || targetKind != nil else {
      throw .invalid("filter.target_id", "needs target_kind")
    }
    try query.filter("events.target_id =", id: filter.targetID, "filter.target_id")
  }

  private static func addNames(_ filter: EventFilter, to query: inout ListQuery<Event>) throws(RPCError) {
    try Checks.bytes(filter.kind, atMost: Limits.maxEventKindBytes, "filter.kind")
    try Checks.bytes(filter.requestID, atMost: RequestID.maxBytes, "filter.request_id")
    if filter.kind.hasSuffix(".*") {
      // A range over the noun's prefix: in ASCII, `/` follows `.`.
      let noun = filter.kind.dropLast(2)
      query.filter("events.kind >=", "\(noun).")
      query.filter("events.kind <", "\(noun)/")
    } else if !filter.kind.isEmpty {
      query.filter("events.kind =", filter.kind)
    }
    if !filter.requestID.isEmpty { query.filter("events.request_id =", filter.requestID) }
  }
}
