import RosterProto

/// The fields that a change affects, with their old and new values.
struct EventChanges {
  private(set) var list: [EventChange] = []

  init() {}

  /// Adds a field if its value differs.
  mutating func note<Value: EventValue>(_ field: String, from before: Value, to after: Value) {
    guard before != after else { return }
    if Value.isSecret {
      list.append(EventChange(field: field, redacted: true))
    } else {
      list.append(EventChange(field: field, before: before.eventText, after: after.eventText))
    }
  }
}

extension EventChanges {
  /// A missing subject has no values, not even `false`.
  static func created<Subject: EventSubject>(_ subject: Subject) -> EventChanges {
    var changes = changed(from: .empty, to: subject)
    for index in changes.list.indices { changes.list[index].before = "" }
    return changes
  }

  static func deleted<Subject: EventSubject>(_ subject: Subject) -> EventChanges {
    var changes = changed(from: subject, to: .empty)
    for index in changes.list.indices { changes.list[index].after = "" }
    return changes
  }

  static func changed<Subject: EventSubject>(from before: Subject, to after: Subject) -> EventChanges {
    var changes = EventChanges()
    after.note(in: &changes, from: before)
    return changes
  }
}
