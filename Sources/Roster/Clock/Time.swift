/// A moment in UTC, in microseconds since 1970: what the database stores.
package struct Time: Sendable, Hashable, Comparable {
  package let microseconds: Int64

  package init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  package static func < (left: Time, right: Time) -> Bool {
    left.microseconds < right.microseconds
  }
}
