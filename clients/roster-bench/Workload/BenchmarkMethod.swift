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
