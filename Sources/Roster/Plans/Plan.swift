import ProtobufC
import RPC
import SQL

/// How one method is run: who may call it, where its body runs, and the body.
///
/// Its steps stand here, in one order for every kind of method: identify the caller, authorize by the rule,
/// decode, place, confirm the caller's session, authorize by the data, run the body, encode. Nothing of a
/// request is decoded for a caller whom the rule refuses, and no body can run before the caller is
/// authorized: a place has only an ``AuthorizedWork`` to run, which ``PlannedWork/authorize(in:)`` alone
/// makes.
struct Plan<Request, Reply: Message, Site: Place<Request>>: Sendable {
  let authenticator: Authenticator
  let rule: Rule<Request>
  let place: Site
  let body: @Sendable (Request, Site.Context) throws -> Reply

  var handler: UnaryHandler<Request, Reply> {
    UnaryHandler { call in
      do {
        let identity = try authenticator.identify(call, for: rule)
        try rule.authorize(identity, call)
        let work = PlannedWork(
          request: try Self.decode(call),
          identity: identity,
          authenticator: authenticator,
          call: call,
          rule: rule,
          body: body
        )
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
  private let identity: Identity
  private let authenticator: Authenticator
  private let call: Call
  private let rule: Rule<Request>
  fileprivate let body: @Sendable (Request, Context) throws -> Reply

  /// The caller; a user's session is confirmed by the database, in the transaction that does the work.
  ///
  /// - Throws: `SESSION_INVALID`, or what the rule refuses the session with.
  func caller(at now: @autoclosure () -> Time, _ db: any Connection) throws -> Caller {
    try authenticator.confirm(identity, by: rule.session, at: now(), db)
  }

  /// The caller of a method without the database: no user, whose session only the database knows.
  var callerInMemory: Caller {
    switch identity {
    case .anyone: .anyone
    case .principal(let principal): .principal(principal)
    case .session: preconditionFailure("\(call.method) lets users call, and has no database to ask")
    }
  }

  /// Asks the rule for users, which depends on the request and the data.
  ///
  /// - Throws: `PERMISSION_DENIED`.
  func authorize(in context: Context) throws -> AuthorizedWork<Request, Reply, Context> {
    try context.permit(request, by: rule.users, call)
    return AuthorizedWork(self, context)
  }

  /// Another body for the same request: for a step before the method's own, which needs the caller authorized
  /// as much.
  func with<Result, Other>(
    _ body: @escaping @Sendable (Request, Other) throws -> Result
  ) -> PlannedWork<Request, Result, Other> {
    PlannedWork<Request, Result, Other>(
      request: request,
      identity: identity,
      authenticator: authenticator,
      call: call,
      rule: rule,
      body: body
    )
  }

  fileprivate init(
    request: Request,
    identity: Identity,
    authenticator: Authenticator,
    call: Call,
    rule: Rule<Request>,
    body: @escaping @Sendable (Request, Context) throws -> Reply
  ) {
    self.request = request
    self.identity = identity
    self.authenticator = authenticator
    self.call = call
    self.rule = rule
    self.body = body
  }
}

/// The body of a method, whose caller may have it run.
struct AuthorizedWork<Request: BoundedMessage, Reply, Context: AuthorizationContext> {
  private let request: Request
  private let context: Context
  private let body: @Sendable (Request, Context) throws -> Reply

  fileprivate init(_ work: PlannedWork<Request, Reply, Context>, _ context: Context) {
    request = work.request
    body = work.body
    self.context = context
  }

  func run() throws -> Reply { try body(request, context) }
}
