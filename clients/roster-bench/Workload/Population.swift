import RPC
import RosterProto
import TTRPC

/// The server's data, as far as requests need it.
struct Population: Sendable {
  /// Entries in a page and in a batch: the server's maximum.
  private static let pageSize: Int32 = 1_000

  /// The most accounts whose members are read; more would delay every run.
  private static let maxAccountsSampled = 16_384

  /// Calls in flight while preparing.
  private static let width = 256

  private let users: UserServiceClient
  private let accounts: AccountServiceClient

  init(_ channel: any Channel, _ options: CallOptions) {
    users = UserServiceClient(channel: channel, options: options)
    accounts = AccountServiceClient(channel: channel, options: options)
  }

  /// From 1 to the newest user's id.
  func userIDs() async throws -> ClosedRange<Int64> {
    let newest = try await users.listUsers(ListUsersRequest(pageSize: 1, orderBy: "id desc")).users.first
    guard let newest else { throw Population.empty("users") }
    return 1...newest.id
  }

  /// From 1 to the newest account's id.
  func accountIDs() async throws -> ClosedRange<Int64> {
    let newest = try await accounts.listAccounts(ListAccountsRequest(pageSize: 1, orderBy: "id desc"))
      .accounts.first
    guard let newest else { throw Population.empty("accounts") }
    return 1...newest.id
  }

  /// The addresses of those users that exist.
  func emails(of ids: [Int64]) async throws -> [String] {
    var emails: [String] = []
    for start in stride(from: 0, to: ids.count, by: Int(Self.pageSize)) {
      let batch = Array(ids[start..<min(start + Int(Self.pageSize), ids.count)])
      emails += try await users.batchGetUsers(BatchGetUsersRequest(userIDs: batch)).users.map(\.email)
    }
    return emails
  }

  /// The memberships of all accounts, or of a random sample of many.
  func memberships(using random: inout RandomSource) async throws -> [Membership] {
    let all = try await accountIDs()
    let ids =
      all.count <= Self.maxAccountsSampled
      ? Array(all)
      : (0..<Self.maxAccountsSampled).map { _ in Int64.random(in: all, using: &random) }
    // In the order of `ids`, so that the same server and seed give the same run.
    var found: [[Membership]] = Array(repeating: [], count: ids.count)
    try await withThrowingTaskGroup(of: (Int, [Membership]).self) { group in
      for index in ids.indices {
        if index >= Self.width, let (index, members) = try await group.next() { found[index] = members }
        group.addTask { (index, try await members(of: ids[index])) }
      }
      for try await (index, members) in group { found[index] = members }
    }
    let memberships = Array(found.joined())
    guard !memberships.isEmpty else { throw Population.empty("accounts") }
    return memberships
  }

  private func members(of account: Int64) async throws(RPCError) -> [Membership] {
    do {
      let request = ListAccountUsersRequest(accountID: account, pageSize: Self.pageSize)
      return try await accounts.listAccountUsers(request).users.compactMap(\.membership)
    } catch {
      // No account has this id.
      guard error.code == .notFound else { throw error }
      return []
    }
  }

  /// The tokens of the last tenth of a list's pages. A token is valid with any page size.
  func lastPageTokens(of request: ListUsersRequest) async throws -> [String] {
    var request = request
    request.pageSize = Self.pageSize
    var tokens: [String] = []
    repeat {
      tokens.append(request.pageToken)
      request.pageToken = try await users.listUsers(request).nextPageToken
    } while !request.pageToken.isEmpty
    return Array(tokens.suffix(max(1, tokens.count / 10)))
  }

  private static func empty(_ what: String) -> RPCError {
    RPCError(.failedPrecondition, "The server holds no \(what): run roster-bench fill first.")
  }
}
