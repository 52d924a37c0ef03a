import ArgumentParser

/// The parameters of ListUsers.
struct UserListing: Sendable {
  var pageSize: Int32
  var query: String
  var orderBy: String
  var pages: PageDepth
}

/// Which pages of a list to request.
enum PageDepth: String, CaseIterable, ExpressibleByArgument {
  case first
  case deep
}
