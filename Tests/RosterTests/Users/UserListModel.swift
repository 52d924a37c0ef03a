import RPC
import Roster
import RosterProto
import Testing

/// A set of users of every kind, and the expected list of them, computed in memory.
struct UserListModel {
  let test: TestService
  let users: [User]
  let account: Account

  /// Forty users with every value of every filter, alone and combined, and with duplicate names.
  init() async throws {
    test = try TestService()
    let firstNames = ["Ada", "ada", "Ann", "Ann Marie", "Zoë", "ÅSA", "", "李"]
    let lastNames = ["Lovelace", "abbot", "", "Łukasz", "Zuse"]
    for number in 0..<40 {
      try await test.makeUser(
        firstNames[number % 8],
        lastNames[number % 5],
        email: "\(number % 2 == 0 ? "U" : "u")\((number * 7) % 40)@example.com"
      )
      // Pairs share their creation time.
      if number % 2 == 1 { test.clock.advance(seconds: 60) }
    }
    try test.execute(
      """
      UPDATE users SET
        state = 1 + (id % 3 = 0),
        two_factor_enabled = id % 2,
        security_question_set = id % 5 = 0,
        email_verified = id % 4 < 2,
        verification = 1 + id % 5,
        -- Of those who wait, half have run out of time.
        verification_expire_time = CASE WHEN id % 2 THEN 9000000000000000 ELSE create_time END,
        last_login_time = CASE WHEN id % 3 = 1 THEN 0 ELSE create_time + (id % 7) * 1000000 END
      """
    )
    account = try await test.makeAccount(owner: try await test.user(1))
    for id in [4, 9, 16] as [Int64] { try await test.associate(try await test.user(id), account) }
    try await test.associate(try await test.user(25), account, expireTime: test.clock.now + 1)
    test.clock.advance(seconds: 2)
    users = try await test.users.batchGetUsers(BatchGetUsersRequest(userIDs: Array(1...40))).users
  }

  /// The expected list: the users that match, in order.
  func list(_ filter: UserFilter?, orderBy: String) async throws -> [User] {
    let request = ListUsersRequest(filter: filter, pageSize: 1_000, orderBy: orderBy)
    return try await test.users.listUsers(request).users
  }
}

/// A condition in the contract's form, and as a function.
struct UserCondition: Sendable, CustomTestStringConvertible {
  let name: String
  let filter: UserFilter
  let passes: @Sendable (User) -> Bool

  var testDescription: String { name }

  init(_ name: String, _ filter: UserFilter, _ passes: @escaping @Sendable (User) -> Bool) {
    self.name = name
    self.filter = filter
    self.passes = passes
  }

  private static let middle = SettableClock.start + 600

  static let all: [UserCondition] =
    [
      .init("two factor", UserFilter(twoFactorEnabled: .yes)) { $0.twoFactorEnabled },
      .init("no two factor", UserFilter(twoFactorEnabled: .no)) { !$0.twoFactorEnabled },
      .init("question", UserFilter(securityQuestionSet: .yes)) { $0.securityQuestionSet },
      .init("no question", UserFilter(securityQuestionSet: .no)) { !$0.securityQuestionSet },
      .init("verified address", UserFilter(emailVerified: .yes)) { $0.emailVerified },
      .init("unverified address", UserFilter(emailVerified: .no)) { !$0.emailVerified },
      .init("active", UserFilter(state: .active)) { $0.state == .active },
      .init("locked", UserFilter(state: .locked)) { $0.state == .locked },
      .init("in the account", UserFilter(accountID: 1)) { [1, 4, 9, 16, 25].contains($0.id) },
      .init("in no such account", UserFilter(accountID: 99)) { _ in false },
      .init("never logged in", UserFilter(neverLoggedIn: true)) { $0.lastLoginTime == nil },
      .init("logged in since", UserFilter(lastLoginAfter: Timestamp(middle))) { user in
        user.lastLoginTime.map { $0.seconds >= Timestamp(middle).seconds } ?? false
      },
      .init("logged in before", UserFilter(lastLoginBefore: Timestamp(middle))) { user in
        user.lastLoginTime.map { $0.seconds < Timestamp(middle).seconds } ?? false
      },
      .init("created since", UserFilter(createAfter: Timestamp(middle))) {
        $0.createTime!.seconds >= Timestamp(middle).seconds
      },
      .init("created before", UserFilter(createBefore: Timestamp(middle))) {
        $0.createTime!.seconds < Timestamp(middle).seconds
      },
      .init("named ann", UserFilter(query: "ANN")) { $0.firstName.hasPrefix("Ann") },
    ]
    + Verification.allCases.dropFirst().map { stage in
      .init("\(stage)", UserFilter(verification: stage)) { $0.verification == stage }
    }

  /// Both conditions at once.
  func and(_ other: UserCondition) -> UserCondition {
    var filter = filter
    let (default_, second) = (UserFilter(), other.filter)
    func take<Value: Equatable>(_ field: WritableKeyPath<UserFilter, Value>) {
      if second[keyPath: field] != default_[keyPath: field] {
        filter[keyPath: field] = second[keyPath: field]
      }
    }
    take(\.query)
    take(\.twoFactorEnabled)
    take(\.securityQuestionSet)
    take(\.emailVerified)
    take(\.state)
    take(\.verification)
    take(\.accountID)
    take(\.lastLoginAfter)
    take(\.lastLoginBefore)
    take(\.createAfter)
    take(\.createBefore)
    take(\.neverLoggedIn)
    return UserCondition("\(name) and \(other.name)", filter) { [passes] in passes($0) && other.passes($0) }
  }
}

/// An order in the contract's form, and as a comparison of keys.
struct UserOrder: Sendable, CustomTestStringConvertible {
  let name: String
  let key: @Sendable (User) -> [UserOrder.Part]

  enum Part: Comparable {
    case number(Int64)
    case text([Unicode.Scalar])

    static func < (left: Part, right: Part) -> Bool {
      switch (left, right) {
      case (.number(let left), .number(let right)): left < right
      case (.text(let left), .text(let right)): left.lexicographicallyPrecedes(right)
      case (.number, .text): true
      case (.text, .number): false
      }
    }
  }

  var testDescription: String { name }

  static let all: [UserOrder] = [
    .init(name: "id") { _ in [] },
    .init(name: "name") { [text($0.firstName), text($0.lastName)] },
    .init(name: "email") { [text($0.email)] },
    .init(name: "create_time") { [.number($0.createTime!.seconds)] },
    .init(name: "last_login_time") { [.number($0.lastLoginTime?.seconds ?? 0)] },
  ]

  func sort(_ users: [User], descending: Bool = false) -> [User] {
    let sorted = users.sorted { left, right in
      (key(left) + [.number(left.id)]).lexicographicallyPrecedes(key(right) + [.number(right.id)])
    }
    return descending ? sorted.reversed() : sorted
  }

  private static func text(_ text: String) -> Part {
    .text(Array(text.lowercased().unicodeScalars))
  }
}
