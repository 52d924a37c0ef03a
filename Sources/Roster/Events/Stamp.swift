import SQL

/// What a change leaves on each row that it changes: when it was, and the id of its event.
package struct Stamp: Sendable, Hashable {
  package let time: Time
  /// The row's revision from then on.
  package let revision: Int64

  package init(_ time: Time, revision: Int64) {
    self.time = time
    self.revision = revision
  }
}

extension Update {
  mutating func set(_ stamp: Stamp) {
    set("update_time", stamp.time.microseconds)
    set("revision", stamp.revision)
  }
}
