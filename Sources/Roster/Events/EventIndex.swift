/// The indexed columns of an event: copies of values in its record, for filters.
struct EventIndex: Equatable {
  let time: Int64
  let actorKind: Int64
  let actorID: Int64
  let targetKind: Int64
  let targetID: Int64
  let accountID: Int64
  let kind: String
  let requestID: String
}
