import ProtobufC
import RPC
import RosterProto

extension Samples {
  private static let actor = ProtoActor(kind: .service, id: 1, name: text)
  private static let target = EventTarget(kind: .role, id: 2, name: "night-shift", principalID: 4)
  private static let event = Event(
    id: 1,
    time: time,
    actor: actor,
    broker: ProtoActor(kind: .user, id: 3, name: "Ada"),
    sourceAddress: "unix",
    requestID: "r",
    kind: "role.updated",
    target: target,
    accountID: 4,
    changes: [EventChange(field: "f", before: text, after: "a", redacted: true), EventChange()],
    previousHash: [0, 255],
    hash: [1, 0]
  )
  static let events: [any Message] = [
    actor, target, event, event.changes[0],
    EventFilter(
      actorKind: .staff,
      actorID: 1,
      targetKind: .user,
      targetID: 2,
      accountID: 3,
      kind: "user.created",
      requestID: "r",
      timeAfter: time,
      timeBefore: time,
      afterID: 4
    ),
    ListEventsRequest(filter: EventFilter(), pageSize: 1, pageToken: "t", orderBy: "id desc"),
    ListEventsResponse(events: [event, Event()], nextPageToken: "t"),
    VerifyEventsRequest(startID: 1, endID: 2, pageSize: 3, pageToken: "t"),
    VerifyEventsResponse(
      verifiedCount: 1,
      brokenID: 2,
      fault: .link,
      lastID: 4,
      lastHash: [0, 1],
      nextPageToken: "t"
    ),
  ]
}
