import RPC
import SQL

/// A context in which the data can be asked.
protocol DataContext: AuthorizationContext {
  var db: any Connection { get }
  var caller: Caller { get }
  var now: Time { get }

  /// What the calling user may do; nil where a principal calls.
  var userPolicy: UserPolicy? { get }
}

extension DataContext {
  func permit<Request>(_ request: Request, by rule: UserRule<Request>, _ call: Call) throws {
    try userPolicy?.permit(request, by: rule, call.method)
  }
}
