/// What a server is to be filled with.
struct FillPlan: Sendable {
  /// Number of the first user; a later fill of the same seed goes on where an earlier one ended.
  var firstUser: UInt64

  /// Users to make.
  var users: UInt64

  /// Accounts the server is to hold in the end.
  var accounts: UInt64

  /// Members an account has besides its owner, on average.
  var membersPerAccount: Int
  var seed: UInt64

  /// Calls kept on the way on each connection, and connections.
  var depth: Int
  var connections: Int
}
