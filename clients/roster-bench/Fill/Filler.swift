import RPC
import RosterProto
import Synchronization
import TTRPC

/// Fills a server over its own methods, with many calls in flight at once.
struct Filler: Sendable {
  private let plan: FillPlan
  private let channels: [TTRPCClient]
  private let options: CallOptions

  init(plan: FillPlan, target: ServerTarget) {
    self.plan = plan
    channels = (0..<plan.connections).map { _ in TTRPCClient(target: target.endpoint) }
    options = target.callOptions
  }

  /// - Parameter progress: makes the progress for one kind of entity.
  func fill(progress: (_ kind: String, _ count: UInt64) -> FillProgress) async throws -> [FillProgress] {
    // Fails once if the server is unreachable, rather than once for each call.
    for channel in channels { try await channel.connect() }
    let users = progress("users", plan.users)
    try await forEach(plan.firstUser..<plan.firstUser + plan.users, users) { number, channel in
      let client = UserServiceClient(channel: channel, options: options)
      _ = try await client.createUser(Person(index: number, seed: plan.seed).createRequest)
    }

    let population = Population(channels[0], options)
    let existing = (try? await population.accountIDs())?.upperBound ?? 0
    guard plan.accounts > UInt64(existing) else { return [users] }
    let userIDs = try await population.userIDs()
    let made = Mutex<[Int64]>([])
    let accounts = progress("accounts", plan.accounts - UInt64(existing))
    try await forEach(UInt64(existing)..<plan.accounts, accounts) { number, channel in
      let client = AccountServiceClient(channel: channel, options: options)
      let id = try await client.createAccount(accountRequest(number, userIDs)).id
      made.withLock { $0.append(id) }
    }

    let requests = made.withLock { $0 }.sorted().flatMap { memberRequests(account: $0, userIDs) }
    let members = progress("memberships", UInt64(requests.count))
    try await forEach(0..<UInt64(requests.count), members) { number, channel in
      let client = AccountServiceClient(channel: channel, options: options)
      _ = try await client.associateUser(requests[Int(number)])
    }
    for channel in channels { await channel.close() }
    return [users, accounts, members]
  }

  private func accountRequest(_ number: UInt64, _ users: ClosedRange<Int64>) -> CreateAccountRequest {
    var random = RandomSource(seed: plan.seed &+ 2, index: number)
    return CreateAccountRequest(
      name: companyName(index: number, seed: plan.seed),
      ownerUserID: .random(in: users, using: &random)
    )
  }

  /// From none to twice the average, each with random permissions.
  private func memberRequests(account: Int64, _ users: ClosedRange<Int64>) -> [AssociateUserRequest] {
    var random = RandomSource(seed: plan.seed &+ 3, index: UInt64(account))
    return (0..<Int.random(in: 0...2 * plan.membersPerAccount, using: &random)).map { _ in
      let chosen = random.next()
      return AssociateUserRequest(
        accountID: account,
        userID: .random(in: users, using: &random),
        permissions: Permission.allCases.filter { $0 != .unspecified && chosen >> $0.rawValue & 1 == 1 }
      )
    }
  }

  /// Makes a call for each number, as many at once as the plan says. Existing entities count as done; any
  /// other refusal is counted by its reason. A lost connection or an authentication error ends everything.
  private func forEach(
    _ numbers: Range<UInt64>,
    _ progress: FillProgress,
    _ call: @escaping @Sendable (UInt64, TTRPCClient) async throws -> Void
  ) async throws {
    let workers = plan.connections * plan.depth
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<workers {
        let channel = channels[worker % channels.count]
        group.addTask {
          for number in stride(from: numbers.lowerBound + UInt64(worker), to: numbers.upperBound, by: workers)
          {
            do {
              try await call(number, channel)
              progress.count(.made)
            } catch let error as RPCError where error.code == .alreadyExists {
              progress.count(.existing)
            } catch let error as RPCError where error.code != .unavailable && error.code != .unauthenticated {
              progress.count(.refused(error.info?.reason ?? error.code.description))
            }
          }
        }
      }
      try await group.waitForAll()
    }
    progress.end()
  }
}
