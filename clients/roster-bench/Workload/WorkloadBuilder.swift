import ProtobufC
import RPC
import RosterProto
import TTRPC

/// Creates the requests of a run from the server's data.
struct WorkloadBuilder: Sendable {
  /// Requests in a pool: enough that the server keeps reading other rows, few enough to encode beforehand.
  static let poolSize = 65_536

  let target: ServerTarget
  let seed: UInt64

  func requests(
    for method: BenchmarkMethod,
    listing: UserListing,
    batchSize: Int
  ) async throws -> RequestSource {
    let channel = TTRPCClient(target: target.endpoint)
    try await channel.connect()
    let requests = try await requests(
      for: method,
      listing,
      batchSize,
      Population(channel, target.callOptions)
    )
    await channel.close()
    return requests
  }

  private func requests(
    for method: BenchmarkMethod,
    _ listing: UserListing,
    _ batchSize: Int,
    _ population: Population
  ) async throws -> RequestSource {
    switch method {
    case .getUser:
      let users = try await population.userIDs()
      return try pool(UserServiceMethods.getUser) {
        GetUserRequest(selector: .userID(.random(in: users, using: &$0)))
      }
    case .getUserByEmail:
      var random = RandomSource(seed: seed)
      let users = try await population.userIDs()
      let emails = try await population.emails(
        of: (0..<Self.poolSize).map { _ in .random(in: users, using: &random) }
      )
      return try pool(UserServiceMethods.getUser) {
        GetUserRequest(selector: .email(emails.randomElement(using: &$0) ?? ""))
      }
    case .getAccount:
      let accounts = try await population.accountIDs()
      return try pool(AccountServiceMethods.getAccount) {
        GetAccountRequest(accountID: .random(in: accounts, using: &$0))
      }
    case .checkPermission, .batchCheckPermissions, .listPermissions, .getMembership:
      return try await accessRequests(for: method, batchSize, population)
    case .listUsers:
      return try await listRequests(listing, population)
    case .createUser:
      return createRequests()
    case .updateUser:
      return updateRequests(try await population.userIDs())
    }
  }

  /// Three in four for a member of the account, one in four for a random user.
  private func accessRequests(
    for method: BenchmarkMethod,
    _ batchSize: Int,
    _ population: Population
  ) async throws -> RequestSource {
    var random = RandomSource(seed: seed)
    let users = try await population.userIDs()
    let members = try await population.memberships(using: &random)
    func check(_ random: inout RandomSource) -> CheckPermissionRequest {
      let member = members[Int.random(in: members.indices, using: &random)]
      let isMember = Int.random(in: 0..<4, using: &random) > 0
      return CheckPermissionRequest(
        userID: isMember ? member.userID : .random(in: users, using: &random),
        accountID: member.accountID,
        permission: Permission(rawValue: .random(in: 1...Permission.orders.rawValue, using: &random))
      )
    }
    switch method {
    case .batchCheckPermissions:
      return try pool(AccessServiceMethods.batchCheckPermissions, count: max(64, Self.poolSize / batchSize)) {
        random in
        BatchCheckPermissionsRequest(checks: (0..<batchSize).map { _ in check(&random) })
      }
    case .listPermissions:
      return try pool(AccessServiceMethods.listPermissions) { random in
        let check = check(&random)
        return ListPermissionsRequest(userID: check.userID, accountID: check.accountID)
      }
    case .getMembership:
      return try pool(AccountServiceMethods.getMembership) { random in
        let member = members[Int.random(in: members.indices, using: &random)]
        return GetMembershipRequest(accountID: member.accountID, userID: member.userID)
      }
    default:
      return try pool(AccessServiceMethods.checkPermission) { check(&$0) }
    }
  }

  private func listRequests(_ listing: UserListing, _ population: Population) async throws -> RequestSource {
    var request = ListUsersRequest(pageSize: listing.pageSize, orderBy: listing.orderBy)
    if !listing.query.isEmpty { request.filter = UserFilter(query: listing.query) }
    let tokens: [String] =
      switch listing.pages {
      case .first: [""]
      case .deep: try await population.lastPageTokens(of: request)
      }
    return .prepared(
      try tokens.map { token throws(RPCError) in
        request.pageToken = token
        return try prepare(UserServiceMethods.listUsers, request)
      }
    )
  }

  /// New users: their numbers come from the clock and are far above those that fill uses.
  private func createRequests() -> RequestSource {
    let first = Deadline.now.uptimeNanoseconds
    return .made { number throws(RPCError) in
      let person = Person(index: first &+ number, seed: seed)
      return try prepare(UserServiceMethods.createUser, person.createRequest)
    }
  }

  /// A different first name each time, so that every call changes its row.
  private func updateRequests(_ users: ClosedRange<Int64>) -> RequestSource {
    .made { number throws(RPCError) in
      var random = RandomSource(seed: seed, index: number)
      let user = User(id: .random(in: users, using: &random), firstName: "Ada \(number)")
      return try prepare(
        UserServiceMethods.updateUser,
        UpdateUserRequest(user: user, updateMask: FieldMask(paths: ["first_name"]))
      )
    }
  }

  private func pool<Request: Message>(
    _ method: MethodDescriptor,
    count: Int = WorkloadBuilder.poolSize,
    _ make: (inout RandomSource) -> Request
  ) throws(RPCError) -> RequestSource {
    var random = RandomSource(seed: seed)
    var requests: [PreparedRequest] = []
    requests.reserveCapacity(count)
    for _ in 0..<count { requests.append(try prepare(method, make(&random))) }
    return .prepared(requests)
  }

  private func prepare(
    _ method: MethodDescriptor,
    _ request: some Message
  ) throws(RPCError) -> PreparedRequest {
    try PreparedRequest(method, request, metadata: target.metadata)
  }
}
