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
/// It connects with the first call and keeps one connection for all; share one client among all tasks. Calls
/// throw ``RPCError``: decide by its `reason` (error_reason.proto lists them), then by its `code`.
///
/// Every change carries a request id, a new UUID unless ``with(requestID:)`` chooses one, and is tried again
/// under it within its time when the connection is lost. An error that says ``RPCError/isOutcomeUnknown`` has
/// the id in ``RPCError/requestID``; after any other, but `CANCELLED`, the change was not made.
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
  /// The connection that this client made and may close; nil for a channel of somebody else's.
  private let connection: TTRPCClient?

  /// A client of the server at an address.
  ///
  /// - Parameters:
  ///   - token: an API key, sent with every call; nil sends none, as only health checks allow.
  ///   - options: how calls are made.
  ///   - configuration: how the connection is made, and made again.
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
  /// - Throws: `INVALID_ARGUMENT` where the text is no address.
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

  /// A client over any channel: a connection that exists already, or a router in this process.
  ///
  /// - Parameters:
  ///   - token: an API key, sent with every call; nil sends none, as only health checks allow.
  ///   - options: how calls are made.
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

  /// The same client, on the same connection, with another time limit a call; nil waits for ever.
  public func with(timeout: Duration?) -> RosterClient {
    var options = options
    options.timeout = timeout
    return RosterClient(channel: channel, authorized: options, connection: connection)
  }

  /// The same client, on the same connection, that marks its calls with an id of the caller's choice
  /// (AIP-155), in place of one of its own for each.
  ///
  /// A change repeated under its id, as after `OUTCOME_UNKNOWN`, is made once. The id belongs to one change:
  /// the server refuses it for another one with `REQUEST_ID_REUSED`.
  public func with(requestID: String) -> RosterClient {
    var options = options
    options.metadata.removeAll { $0.key == RepeatableChannel.key }
    options.metadata.append((key: RepeatableChannel.key, value: requestID))
    return RosterClient(channel: channel, authorized: options, connection: connection)
  }

  /// Connects now, in one attempt, for programs that want to know at once whether the server is there.
  /// Without it the first call connects, and tries again within its time.
  public func connect() async throws(RPCError) {
    try await connection?.connect()
  }

  /// Closes the connection, that of this client's copies too; calls in flight fail, and so do all later ones.
  /// A channel that the client was given stays open.
  public func close() async {
    await connection?.close()
  }

  private static func authorized(_ options: CallOptions, _ token: String?) -> CallOptions {
    var options = options
    if let token { options.metadata.append((key: "authorization", value: "Bearer \(token)")) }
    return options
  }
}
