import TTRPC
import Transport

/// A client of a Roster server: typed calls, grouped by service.
///
/// ```swift
/// let roster = try RosterClient(server: "127.0.0.1:7466", token: token)
/// let user = try await roster.users.getUser(email: "ada@example.com")
/// if try await roster.access.isAllowed(user: user.id, permission: .tickets, account: 7) { … }
/// await roster.close()
/// ```
///
/// It connects with the first call and uses one connection for all calls; share one client among all tasks.
/// Calls throw ``RPCError``: decide by its `reason` (error_reason.proto lists them), then by its `code`.
///
/// Every change has a request id, a new UUID unless ``with(requestID:)`` sets one, and is retried under it
/// until its deadline if the connection is lost. If an error has ``RPCError/isOutcomeUnknown``, its id is
/// ``RPCError/requestID``; after any other error except `CANCELLED`, the change was not made.
public struct RosterClient: RosterAPI {
  public let users: any UserServiceClientProtocol
  public let accounts: any AccountServiceClientProtocol
  public let invitations: any InvitationServiceClientProtocol
  public let access: any AccessServiceClientProtocol
  public let settings: any SettingsServiceClientProtocol
  public let sessions: any SessionServiceClientProtocol
  public let credentials: any CredentialServiceClientProtocol
  public let passkeys: any PasskeyServiceClientProtocol
  public let staff: any StaffServiceClientProtocol
  public let events: any EventServiceClientProtocol
  public let mail: any MailServiceClientProtocol
  public let system: any SystemServiceClientProtocol
  public let health: any HealthClientProtocol

  /// The metadata with the session's token of the user that a principal calls for.
  private static let sessionKey = "on-behalf-of"

  private let channel: any Channel
  private let options: CallOptions
  /// The connection that this client created and may close; nil if the caller provided the channel.
  private let connection: TTRPCClient?

  /// A client of the server at an address.
  ///
  /// - Parameters:
  ///   - token: an API key or a session's token, sent with every call; nil for none, which only health checks
  ///     allow.
  ///   - options: the options of all calls.
  ///   - configuration: how to connect and reconnect.
  public init(
    server: Endpoint,
    token: String?,
    options: CallOptions = CallOptions(),
    configuration: ClientConfiguration = ClientConfiguration()
  ) {
    let connection = TTRPCClient(target: server, configuration: configuration)
    self.init(channel: connection, authorized: Self.authorized(options, token), connection: connection)
  }

  /// A client of the server at an address written `HOST:PORT`, `[IPV6]:PORT` or `unix:PATH`.
  ///
  /// - Throws: `INVALID_ARGUMENT` if the text is not an address.
  public init(
    server: String,
    token: String?,
    options: CallOptions = CallOptions(),
    configuration: ClientConfiguration = ClientConfiguration()
  ) throws(RPCError) {
    guard let server = Endpoint(server) else {
      throw RPCError(.invalidArgument, "'\(server)' is no address of a server: write HOST:PORT or unix:PATH.")
    }
    self.init(server: server, token: token, options: options, configuration: configuration)
  }

  /// A client over any channel: an existing connection, or a router in this process.
  ///
  /// - Parameters:
  ///   - token: an API key or a session's token, sent with every call; nil for none, which only health checks
  ///     allow.
  ///   - options: the options of all calls.
  public init(channel: any Channel, token: String? = nil, options: CallOptions = CallOptions()) {
    self.init(channel: channel, authorized: Self.authorized(options, token), connection: nil)
  }

  private init(channel wire: any Channel, authorized options: CallOptions, connection: TTRPCClient?) {
    let channel = RepeatableChannel(channel: wire)
    self.channel = wire
    self.options = options
    self.connection = connection
    users = UserServiceClient(channel: channel, options: options)
    accounts = AccountServiceClient(channel: channel, options: options)
    invitations = InvitationServiceClient(channel: channel, options: options)
    access = AccessServiceClient(channel: channel, options: options)
    settings = SettingsServiceClient(channel: channel, options: options)
    sessions = SessionServiceClient(channel: channel, options: options)
    credentials = CredentialServiceClient(channel: channel, options: options)
    passkeys = PasskeyServiceClient(channel: channel, options: options)
    staff = StaffServiceClient(channel: channel, options: options)
    events = EventServiceClient(channel: channel, options: options)
    mail = MailServiceClient(channel: channel, options: options)
    system = SystemServiceClient(channel: channel, options: options)
    health = HealthClient(channel: channel, options: options)
  }

  /// The same client on the same connection, with another timeout for each call; nil for none.
  public func with(timeout: Duration?) -> RosterClient {
    var options = options
    options.timeout = timeout
    return RosterClient(channel: channel, authorized: options, connection: connection)
  }

  /// The same client on the same connection, with a fixed request id for its calls (AIP-155) instead of a new
  /// one for each; nil for a new one for each.
  ///
  /// A change retried under its id, for example after `OUTCOME_UNKNOWN`, is made once. An id belongs to one
  /// change: the server refuses it for another with `REQUEST_ID_REUSED`.
  public func with(requestID: String?) -> RosterClient {
    var options = options
    options.metadata.removeAll { $0.key == RepeatableChannel.key }
    if let requestID { options.metadata.append((key: RepeatableChannel.key, value: requestID)) }
    return RosterClient(channel: channel, authorized: options, connection: connection)
  }

  /// The same client on the same connection, calling for the user of a session: its calls have that user's
  /// rights. The client's API key must have the grant `sessions.broker`.
  ///
  /// A site that users sign in to makes one for each request of a user.
  public func with(session token: String) -> RosterClient {
    var options = options
    options.metadata.removeAll { $0.key == Self.sessionKey }
    options.metadata.append((key: Self.sessionKey, value: token))
    return RosterClient(channel: channel, authorized: options, connection: connection)
  }

  /// Connects now, in one attempt, for programs that need to know at once whether the server is reachable.
  /// Without it the first call connects, and retries until its deadline.
  public func connect() async throws(RPCError) {
    try await connection?.connect()
  }

  /// Closes the connection, which copies of this client share; calls in flight and all later calls fail. A
  /// channel that the caller provided stays open.
  public func close() async {
    await connection?.close()
  }

  private static func authorized(_ options: CallOptions, _ token: String?) -> CallOptions {
    var options = options
    if let token { options.metadata.append((key: "authorization", value: "Bearer \(token)")) }
    return options
  }
}
