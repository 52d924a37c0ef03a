import RosterProto

/// How far the database has come: the last event, and the last of those that changed what a server keeps in
/// memory. The table `heads` holds them in its one row.
package struct Heads: Sendable, Equatable {
  /// The last event's; 0 where there is none yet.
  package internal(set) var eventID: Int64 = 0
  /// The last event's; empty where there is none yet.
  package internal(set) var eventHash: [UInt8] = []
  /// The last event that changed a principal, a role or a key; 0 where none did.
  package internal(set) var directoryVersion: Int64 = 0
  /// The last event that changed the settings; 0 where none did.
  package internal(set) var settingsVersion: Int64 = 0

  /// The heads after one more event.
  mutating func advance(past event: Event) {
    eventID = event.id
    eventHash = event.hash
    switch event.target?.kind {
    case .principal, .role, .key: directoryVersion = event.id
    case .settings: settingsVersion = event.id
    default: break
    }
  }
}
