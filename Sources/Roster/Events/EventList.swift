import RPC
import RosterProto
import SQL

/// The list of events: its orders and its filters.
enum EventList {
  /// - Throws: `INVALID_FIELD`.
  static func query(_ filter: EventFilter?, orderBy: String) throws -> ListQuery {
    var query = try ListQuery(
      columns: EventQueries.columns,
      from: "events",
      id: "events.id",
      orders: [.init("id", column: "events.id", .integer)],
      orderBy: orderBy
    )
    guard let filter else { return query }
    try addActorAndTarget(filter, to: &query)
    if filter.accountID != 0 {
      query.filter("events.account_id <> 0")
      query.filter("events.account_id =", try Checks.id(filter.accountID, "filter.account_id"))
    }
    try addNames(filter, to: &query)
    if let after = filter.timeAfter {
      query.filter("events.time >=", try after.time("filter.time_after").microseconds)
    }
    if let before = filter.timeBefore {
      query.filter("events.time <", try before.time("filter.time_before").microseconds)
    }
    if filter.afterID != 0 { query.filter("events.id >", try Checks.id(filter.afterID, "filter.after_id")) }
    return query
  }

  private static func addActorAndTarget(_ filter: EventFilter, to query: inout ListQuery) throws(RPCError) {
    guard ActorKind.allCases.contains(filter.actorKind) else {
      throw .invalid("filter.actor_kind", "must be one of the values of ActorKind")
    }
    guard TargetKind.allCases.contains(filter.targetKind) else {
      throw .invalid("filter.target_kind", "must be one of the values of TargetKind")
    }
    if filter.actorKind != .unspecified {
      query.filter("events.actor_kind =", Int64(filter.actorKind.rawValue))
    }
    if filter.actorID != 0 {
      guard filter.actorKind != .unspecified else {
        throw .invalid("filter.actor_id", "needs actor_kind")
      }
      query.filter("events.actor_id =", try Checks.id(filter.actorID, "filter.actor_id"))
    }
    if filter.targetKind != .unspecified {
      query.filter("events.target_kind =", Int64(filter.targetKind.rawValue))
    }
    if filter.targetID != 0 {
      guard filter.targetKind != .unspecified else {
        throw .invalid("filter.target_id", "needs target_kind")
      }
      query.filter("events.target_id =", try Checks.id(filter.targetID, "filter.target_id"))
    }
  }

  private static func addNames(_ filter: EventFilter, to query: inout ListQuery) throws(RPCError) {
    for (name, text) in ["kind": filter.kind, "request_id": filter.requestID] where text.utf8.count > 64 {
      throw .invalid("filter.\(name)", "must have at most 64 bytes")
    }
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
