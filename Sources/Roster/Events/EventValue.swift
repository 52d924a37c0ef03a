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

extension EventValue where Self: NamedValue {
  var eventText: String { rawValue == 0 ? "" : name }
}

extension Permission: EventValue {}
extension UserState: EventValue {}
extension AccountState: EventValue {}
extension InvitationState: EventValue {}
extension MailState: EventValue {}
extension Verification: EventValue {}
extension PrincipalKind: EventValue {}
