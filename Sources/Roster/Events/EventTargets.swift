import RosterProto

// The targets of events.
extension EventTarget {
  static func user(_ id: Int64) -> EventTarget { EventTarget(kind: .user, id: id) }
  static func account(_ id: Int64) -> EventTarget { EventTarget(kind: .account, id: id) }
  /// Identified by its user; the event has the account.
  static func membership(user: Int64) -> EventTarget { EventTarget(kind: .membership, id: user) }
  static func invitation(_ id: Int64) -> EventTarget { EventTarget(kind: .invitation, id: id) }
  static var settings: EventTarget { EventTarget(kind: .settings) }
  static func principal(_ id: Int64) -> EventTarget { EventTarget(kind: .principal, id: id) }
  static func role(_ name: String) -> EventTarget { EventTarget(kind: .role, name: name) }
  static func key(_ id: Int64, of principal: Principal) -> EventTarget {
    EventTarget(kind: .key, id: id, name: principal.name, principalID: principal.id)
  }
  static func session(_ id: Int64) -> EventTarget { EventTarget(kind: .session, id: id) }
  static func passkey(_ id: Int64) -> EventTarget { EventTarget(kind: .passkey, id: id) }
  static func mail(_ id: Int64) -> EventTarget { EventTarget(kind: .mail, id: id) }
}
