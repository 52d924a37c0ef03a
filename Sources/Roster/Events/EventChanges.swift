import RPC
import RosterProto

/// A value as an event shows it.
protocol EventValue: Equatable {
  /// The value as `EventChange` wants it written; empty for none.
  var eventText: String { get }
  /// Whether nothing may be shown but that it changed.
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

/// Something that is never to be shown: its type keeps it out of events and logs, whoever writes them.
struct Secret: EventValue, Sendable, CustomStringConvertible, CustomReflectable {
  let bytes: [UInt8]

  var eventText: String { "" }
  static var isSecret: Bool { true }
  var description: String { "[secret]" }
  var customMirror: Mirror { Mirror(self, children: []) }
}

/// The fields that a change changes, from what to what.
struct EventChanges {
  private(set) var list: [EventChange] = []

  init() {}

  /// Notes a field, if it differs.
  mutating func note<Value: EventValue>(_ field: String, from before: Value, to after: Value) {
    guard before != after else { return }
    if Value.isSecret {
      list.append(EventChange(field: field, redacted: true))
    } else {
      list.append(EventChange(field: field, before: before.eventText, after: after.eventText))
    }
  }
}

/// A thing whose changes events tell: what its fields are.
protocol EventSubject {
  /// Notes every field that clients or the server change, in the order of their numbers.
  func note(in changes: inout EventChanges, from before: Self)

  /// One without a value in any field: what a creation comes from and a deletion leaves.
  static var empty: Self { get }
}

extension EventChanges {
  static func created<Subject: EventSubject>(_ subject: Subject) -> EventChanges {
    changed(from: .empty, to: subject)
  }

  static func deleted<Subject: EventSubject>(_ subject: Subject) -> EventChanges {
    changed(from: subject, to: .empty)
  }

  static func changed<Subject: EventSubject>(from before: Subject, to after: Subject) -> EventChanges {
    var changes = EventChanges()
    after.note(in: &changes, from: before)
    return changes
  }
}
