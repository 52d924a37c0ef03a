import TTRPC

/// A client of a Roster server: typed calls, grouped by noun.
///
/// ```swift
/// let roster = try RosterClient(server: "127.0.0.1:7466", token: token)
/// let user = try await roster.users.get(email: "ada@example.com")
/// if try await roster.access.check(user: user.id, permission: .tickets, account: 7) { … }
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
  public let users: any UsersAPI
  public let accounts: any AccountsAPI
  public let members: any MembersAPI
  public let invitations: any InvitationsAPI
  public let access: any AccessAPI
  public let settings: any SettingsAPI
  public let staff: any StaffAPI
  public let roles: any RolesAPI
  public let keys: any KeysAPI
  public let events: any EventsAPI
  public let mail: any MailAPI
  public let system: any SystemAPI
  public let health: any HealthAPI

  private let channel: any Channel
  private let options: CallOptions
  /// The connection that this client created and may close; nil if the caller provided the channel.
  private let connection: TTRPCClient?

  /// A client of the server at an address.
  ///
  /// - Parameters:
  ///   - token: an API key, sent with every call; nil for none, which only health checks allow.
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
  ///   - token: an API key, sent with every call; nil for none, which only health checks allow.
  ///   - options: the options of all calls.
  public init(channel: any Channel, token: String? = nil, options: CallOptions = CallOptions()) {
    self.init(channel: channel, authorized: Self.authorized(options, token), connection: nil)
  }

  private init(channel wire: any Channel, authorized options: CallOptions, connection: TTRPCClient?) {
    let channel = RepeatableChannel(channel: wire)
    self.channel = wire
    self.options = options
    self.connection = connection
    let accountService = AccountServiceClient(channel: channel, options: options)
    let staffService = StaffServiceClient(channel: channel, options: options)
    users = UserCalls(service: UserServiceClient(channel: channel, options: options))
    accounts = AccountCalls(service: accountService)
    members = MemberCalls(service: accountService)
    invitations = InvitationCalls(service: InvitationServiceClient(channel: channel, options: options))
    access = AccessCalls(service: AccessServiceClient(channel: channel, options: options))
    settings = SettingsCalls(service: SettingsServiceClient(channel: channel, options: options))
    staff = StaffCalls(service: staffService)
    roles = RoleCalls(service: staffService)
    keys = KeyCalls(service: staffService)
    events = EventCalls(service: EventServiceClient(channel: channel, options: options))
    mail = MailCalls(service: MailServiceClient(channel: channel, options: options))
    system = SystemCalls(service: SystemServiceClient(channel: channel, options: options))
    health = HealthCalls(service: HealthClient(channel: channel, options: options))
  }

  /// The same client on the same connection, with another timeout for each call; nil for none.
  public func with(timeout: Duration?) -> RosterClient {
    var options = options
    options.timeout = timeout
    return RosterClient(channel: channel, authorized: options, connection: connection)
  }

  /// The same client on the same connection, with a fixed request id for its calls (AIP-155) instead of a new
  /// one for each.
  ///
  /// A change retried under its id, for example after `OUTCOME_UNKNOWN`, is made once. An id belongs to one
  /// change: the server refuses it for another with `REQUEST_ID_REUSED`.
  public func with(requestID: String) -> RosterClient {
    var options = options
    options.metadata.removeAll { $0.key == RepeatableChannel.key }
    options.metadata.append((key: RepeatableChannel.key, value: requestID))
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
