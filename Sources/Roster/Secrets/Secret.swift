import RosterProto

/// A value that must never be shown: its type keeps it out of events and logs.
struct Secret: EventValue, Sendable, CustomStringConvertible, CustomReflectable {
  let bytes: [UInt8]

  var eventText: String { "" }
  static var isSecret: Bool { true }
  var description: String { "[secret]" }
  var customMirror: Mirror { Mirror(self, children: []) }
}
