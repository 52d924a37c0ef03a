import ArgumentParser

/// A method to call.
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

/// Which pages of a list to request.
enum PageDepth: String, CaseIterable, ExpressibleByArgument {
  case first
  case deep
}

/// The parameters of ListUsers.
struct UserListing: Sendable {
  var pageSize: Int32
  var query: String
  var orderBy: String
  var pages: PageDepth
}
