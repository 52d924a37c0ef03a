import RosterClient
import ScriptedServer
import Testing

@Suite("The client")
struct RosterClientTests {
  private let server = ScriptedServer { server in
    server.on(UserServiceMethods.getUser) { (request: GetUserRequest, metadata) in
      guard metadata["authorization"] == "Bearer key" else {
        let info = ErrorInfo(reason: "TOKEN_MISSING", domain: "roster")
        throw RPCError(.unauthenticated, "No token.", details: [.errorInfo(info)])
      }
      return switch request.selector {
      case .userID(let id): User(id: id, language: metadata["request-id"] ?? "")
      case .email(let email): User(id: 7, email: email)
      case nil: User()
      }
    }
    server.on(UserServiceMethods.listUsers) { (request: ListUsersRequest) in
      let first = Int64(request.pageToken) ?? 1
      let users = (first..<first + Int64(request.pageSize)).map { User(id: $0, firstName: request.orderBy) }
      return ListUsersResponse(users: users, nextPageToken: first > 4 ? "" : String(first + 2))
    }
    server.on(UserServiceMethods.updateUser) { (request: UpdateUserRequest) in
      var user = request.user ?? User()
      user.language = (request.updateMask?.paths ?? []).joined(separator: ",")
      user.revision = request.expectedRevision
      return user
    }
    server.on(AccountServiceMethods.updateMembership) { (request: UpdateMembershipRequest) in
      var membership = request.membership ?? Membership()
      membership.revision = Int64(request.updateMask?.paths.count ?? 0)
      membership.owner = request.validateOnly
      return membership
    }
    server.on(AccountServiceMethods.associateUser) { (_: AssociateUserRequest) in AssociateUserResponse() }
    server.on(AccountServiceMethods.transferOwnership) { (request: TransferOwnershipRequest) in
      let permissions = request.formerOwnerPermissions?.permissions
      let former = Membership(owner: permissions == nil, permissions: permissions ?? Permission.all)
      return TransferOwnershipResponse(formerOwner: former)
    }
    server.on(AccessServiceMethods.checkPermission) { (request: CheckPermissionRequest) in
      CheckPermissionResponse(allowed: request.permission == .tickets && request.accountID == 1)
    }
    server.on(AccessServiceMethods.batchCheckPermissions) { (request: BatchCheckPermissionsRequest) in
      BatchCheckPermissionsResponse(
        results: request.checks.filter { $0.userID > 0 }.map { _ in CheckPermissionResponse(allowed: true) }
      )
    }
    server.on(HealthMethods.check) { (_: HealthCheckRequest, metadata) in
      HealthCheckResponse(status: metadata["authorization"] == nil ? .serving : .notServing)
    }
  }

  private var client: RosterClient { RosterClient(channel: server.channel, token: "key") }

  @Test("sends its token with every call")
  func token() async throws {
    #expect(try await client.users.getUser(id: 3).id == 3)
    #expect(try await client.users.getUser(email: "ada@example.com").email == "ada@example.com")
  }

  @Test("sends none if it has none, and passes on the server's error")
  func noToken() async throws {
    let client = RosterClient(channel: server.channel)
    #expect(try await client.health.check() == .serving)
    await #expect { try await client.users.getUser(id: 3) } throws: {
      ($0 as? RPCError)?.code == .unauthenticated && ($0 as? RPCError)?.reason == .tokenMissing
    }
  }

  @Test("sends the request id that was set last")
  func requestID() async throws {
    let marked = client.with(requestID: "a").with(requestID: "b")
    #expect(try await marked.users.getUser(id: 1).language == "b")
    #expect(try await client.users.getUser(id: 1).language == "")
  }

  @Test("lists users over pages, with the arguments on each of them")
  func list() async throws {
    var users: [User] = []
    for try await user in client.users.listUsers(orderBy: "name", pageSize: 2) { users.append(user) }
    #expect(users.map(\.id) == [1, 2, 3, 4, 5, 6])
    #expect(users.allSatisfy { $0.firstName == "name" })
    #expect(server.log == ["ListUsers", "ListUsers", "ListUsers"])
  }

  @Test("names the changed fields, including emptied ones, and no others")
  func updateMask() async throws {
    let changes = UserChanges(firstName: "Ada", lastName: "")
    let user = try await client.users.updateUser(id: 1, changes, expectedRevision: 4)
    #expect(user.language == "first_name,last_name")
    #expect(user.firstName == "Ada")
    #expect(user.revision == 4)
  }

  @Test("changes a membership's permissions and expiry separately")
  func membershipChanges() async throws {
    let end = Timestamp(seconds: 100)
    let limited = try await client.accounts.updateMembership(
      account: 1,
      user: 2,
      MembershipChanges(expiry: .at(end))
    )
    #expect(limited.expireTime == end)
    #expect(limited.revision == 1)
    let changes = MembershipChanges(permissions: [], expiry: .never)
    let open = try await client.accounts.updateMembership(account: 1, user: 2, changes, validateOnly: true)
    #expect(open.expireTime == nil)
    #expect(open.revision == 2)
    #expect(open.owner)
  }

  @Test("distinguishes empty permissions for a former owner from none given")
  func transfer() async throws {
    let kept = try await client.accounts.transferOwnership(account: 1, to: 2)
    #expect(kept.formerOwner?.permissions.count == 13)
    let bare = try await client.accounts.transferOwnership(account: 1, to: 2, formerOwnerPermissions: [])
    #expect(bare.formerOwner?.permissions == [])
  }

  @Test("refuses a reply without the membership")
  func association() async throws {
    await #expect { try await client.accounts.associateUser(account: 1, user: 2, permissions: []) } throws: {
      ($0 as? RPCError)?.code == .internal
    }
  }

  @Test("answers a check with yes or no")
  func check() async throws {
    #expect(try await client.access.isAllowed(user: 2, permission: .tickets, account: 1))
    #expect(try await !client.access.isAllowed(user: 2, permission: .orders, account: 1))
  }

  @Test("refuses fewer results than checks, which would be taken for those of others")
  func batchCheck() async throws {
    let one = CheckPermissionRequest(userID: 1, accountID: 1, permission: .tickets)
    #expect(try await client.access.batchCheckPermissions([one, one]).count == 2)
    await #expect {
      try await client.access.batchCheckPermissions([one, CheckPermissionRequest()])
    } throws: {
      ($0 as? RPCError)?.code == .internal
    }
  }

  @Test("can be replaced by a fake of one service")
  func fake() async throws {
    struct FakeAccess: AccessServiceClientProtocol {
      func checkPermission(
        _ request: CheckPermissionRequest,
        options: CallOptions?
      ) async throws(RPCError) -> CheckPermissionResponse {
        CheckPermissionResponse(allowed: request.userID == 1)
      }

      func batchCheckPermissions(
        _ request: BatchCheckPermissionsRequest,
        options: CallOptions?
      ) async throws(RPCError) -> BatchCheckPermissionsResponse {
        BatchCheckPermissionsResponse()
      }

      func listPermissions(
        _ request: ListPermissionsRequest,
        options: CallOptions?
      ) async throws(RPCError) -> ListPermissionsResponse {
        ListPermissionsResponse()
      }
    }
    let access: any AccessServiceClientProtocol = FakeAccess()
    #expect(try await access.isAllowed(user: 1, permission: .profile, account: 1))
    #expect(try await !access.isAllowed(user: 2, permission: .profile, account: 1))
  }
}
