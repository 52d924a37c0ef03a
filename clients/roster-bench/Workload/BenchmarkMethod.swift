import ArgumentParser

/// A method that can be driven.
enum BenchmarkMethod: String, CaseIterable, ExpressibleByArgument {
  case getUser = "GetUser"
  case getUserByEmail = "GetUserByEmail"
  case checkPermission = "CheckPermission"
  case batchCheckPermissions = "BatchCheckPermissions"
  case listPermissions = "ListPermissions"
  case getAccount = "GetAccount"
  case getMembership = "GetMembership"
  case listUsers = "ListUsers"
  case createUser = "CreateUser"
  case updateUser = "UpdateUser"
}

/// Which pages of a list are asked for.
enum PageDepth: String, CaseIterable, ExpressibleByArgument {
  case first
  case deep
}

/// What ListUsers is asked.
struct UserListing: Sendable {
  var pageSize: Int32
  var query: String
  var orderBy: String
  var pages: PageDepth
}
