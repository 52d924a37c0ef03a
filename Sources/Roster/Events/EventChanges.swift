import RPC
import RosterProto

/// A value that an event can show.
protocol EventValue: Equatable {
  /// The value in the format of `EventChange`; empty for none.
  var eventText: String { get }
  /// Whether an event may show only that the value changed.
  static var isSecret: Bool { get }
}

extension EventValue {
  static var isSecret: Bool { false }
}

extension String: EventValue {
  var eventText: String { self }
}

extension Int64: EventValue {
  var eventText: String { self == 0 ? "" : String(self) }
}

extension Int32: EventValue {
  var eventText: String { self == 0 ? "" : String(self) }
}

extension Bool: EventValue {
  var eventText: String { self ? "true" : "false" }
}

extension Timestamp: EventValue {
  var eventText: String { rfc3339 }
}

extension ProtoDuration: EventValue {
  var eventText: String { "\(seconds)s" }
}

extension Optional: EventValue where Wrapped: EventValue {
  var eventText: String { self?.eventText ?? "" }
  static var isSecret: Bool { Wrapped.isSecret }
}

extension Array: EventValue where Element: EventValue {
  var eventText: String { map(\.eventText).joined(separator: ", ") }
  static var isSecret: Bool { Element.isSecret }
}

extension Permission: EventValue {
  var eventText: String { name }
}

extension UserState: EventValue {
  var eventText: String { self == .unspecified ? "" : name }
}

extension AccountState: EventValue {
  var eventText: String { self == .unspecified ? "" : name }
}

extension InvitationState: EventValue {
  var eventText: String { self == .unspecified ? "" : name }
}

extension MailState: EventValue {
  var eventText: String { self == .unspecified ? "" : name }
}

extension Verification: EventValue {
  var eventText: String { self == .unspecified ? "" : name }
}

extension PrincipalKind: EventValue {
  var eventText: String { self == .unspecified ? "" : name }
}

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
