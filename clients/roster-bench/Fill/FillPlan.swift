/// The test data to create on a server.
struct FillPlan: Sendable {
  /// The number of the first user; a later fill with the same seed continues where an earlier one ended.
  var firstUser: UInt64

  /// Users to create.
  var users: UInt64

  /// Accounts that the server should have in the end.
  var accounts: UInt64

  /// Members an account has besides its owner, on average.
  var membersPerAccount: Int
  var seed: UInt64

  /// Calls in flight on each connection, and connections.
  var depth: Int
  var connections: Int
}
