import ProtobufC
import RPC

/// How one method is run: who may call it, where its body runs, and the body.
///
/// Its steps stand here, in one order for every kind of method: identify the caller, authorize by the rule,
/// decode, place, authorize by the data, run the body, encode. Nothing of a request is decoded for a caller
/// whom the rule refuses, and no body can run before the caller is authorized: a place has only an
/// ``AuthorizedWork`` to run, which ``PlannedWork/authorize(in:)`` alone makes.
struct Plan<Request, Reply: Message, Site: Place<Request>>: Sendable {
  let authenticator: Authenticator
  let rule: Rule<Request>
  let place: Site
  let body: @Sendable (Request, Site.Context) throws -> Reply

  var handler: UnaryHandler<Request, Reply> {
    UnaryHandler { call in
      do {
        let caller = try authenticator.identify(call, for: rule)
        try rule.authorize(caller, call)
        let request = try Self.decode(call)
        let work = PlannedWork(request: request, caller: caller, call: call, users: rule.users, body: body)
        return try place.run(work, of: call)
      } catch {
        return .failure(RPCError(telling: error))
      }
    }
  }

  private static func decode(_ call: Call) throws(RPCError) -> Request {
    do throws(DecodingError) {
      return try Request(request: call.payload, in: call.arena)
    } catch {
      throw RPCError(undecodable: error)
    }
  }
}

/// A request whose caller the rule lets in: what a place is given to run.
struct PlannedWork<Request: BoundedMessage, Reply, Context: AuthorizationContext>: Sendable {
  let request: Request
  let caller: Caller
  fileprivate let call: Call
  fileprivate let users: UserRule<Request>
  fileprivate let body: @Sendable (Request, Context) throws -> Reply

  /// Asks the rule for users, which depends on the request and the data.
  ///
  /// - Throws: `PERMISSION_DENIED`.
  func authorize(in context: Context) throws -> AuthorizedWork<Request, Reply, Context> {
    try context.permit(request, by: users, call)
    return AuthorizedWork(self, context)
  }

  /// Another body for the same request: for a step before the method's own, which needs the caller authorized
  /// as much.
  func with<Result, Other>(
    _ body: @escaping @Sendable (Request, Other) throws -> Result
  ) -> PlannedWork<Request, Result, Other> {
    PlannedWork<Request, Result, Other>(
      request: request,
      caller: caller,
      call: call,
      users: users,
      body: body
    )
  }

  fileprivate init(
    request: Request,
    caller: Caller,
    call: Call,
    users: UserRule<Request>,
    body: @escaping @Sendable (Request, Context) throws -> Reply
  ) {
    self.request = request
    self.caller = caller
    self.call = call
    self.users = users
    self.body = body
  }
}

/// The body of a method, whose caller may have it run.
struct AuthorizedWork<Request: BoundedMessage, Reply, Context: AuthorizationContext> {
  private let work: PlannedWork<Request, Reply, Context>
  private let context: Context

  fileprivate init(_ work: PlannedWork<Request, Reply, Context>, _ context: Context) {
    self.work = work
    self.context = context
  }

  func run() throws -> Reply { try work.body(work.request, context) }
}
