import RosterProto

/// A user who has signed in.
package final class SignedInUser: Sendable {
  package let id: Int64
  /// The full name, or the e-mail address of a user without one.
  package let name: String

  package init(id: Int64, name: String) {
    self.id = id
    self.name = name
  }
}
