/// The parameters of ListUsers.
struct UserListing: Sendable {
  var pageSize: Int32
  var query: String
  var orderBy: String
  var pages: PageDepth
}
