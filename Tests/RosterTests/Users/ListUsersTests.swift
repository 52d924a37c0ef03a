import RPC
import Roster
import RosterProto
import Testing

@Suite("Listing users")
struct ListUsersTests {
  @Test("lists exactly the users that match one or two conditions, ordered by id")
  func filters() async throws {
    let model = try await UserListModel()
    for condition in UserCondition.all {
      let expected = model.users.filter(condition.passes)
      #expect(try await model.list(condition.filter, orderBy: "") == expected, "\(condition.name)")
      for other in UserCondition.all where canCombine(condition, other) {
        let both = condition.and(other)
        #expect(
          try await model.list(both.filter, orderBy: "id") == expected.filter(other.passes),
          "\(both.name)"
        )
      }
    }
    #expect(try await model.list(nil, orderBy: "") == model.users)
    #expect(try await model.list(UserFilter(), orderBy: "") == model.users)
  }

  /// Two conditions on one field count as one; a range of sign-ins excludes users who never signed in.
  private func canCombine(_ one: UserCondition, _ other: UserCondition) -> Bool {
    let (combined, reverse) = (one.and(other).filter, other.and(one).filter)
    let hasRange = combined.lastLoginAfter != nil || combined.lastLoginBefore != nil
    return combined == reverse && !(combined.neverLoggedIn && hasRange)
  }

  @Test("supports every order, ascending and descending, with equal values by id", arguments: UserOrder.all)
  func orders(_ order: UserOrder) async throws {
    let model = try await UserListModel()
    #expect(try await model.list(nil, orderBy: order.name) == order.sort(model.users))
    #expect(
      try await model.list(nil, orderBy: "\(order.name) desc") == order.sort(model.users, descending: true)
    )
    let locked = model.users.filter { $0.state == .locked }
    #expect(try await model.list(UserFilter(state: .locked), orderBy: order.name) == order.sort(locked))
  }

  @Test("orders by first names before last names, even if a first name has several words")
  func nameOrder() async throws {
    let test = try TestService()
    for (first, last) in [
      ("Ann Marie", "Abbot"), ("Ann", "Zuse"), ("Ann", "Abbot"), ("", "Zuse"), ("Anna", ""),
    ] {
      try await test.makeUser(first, last, email: "\((first + last).filter(\.isLetter))@example.com")
    }
    let users = try await test.users.listUsers(ListUsersRequest(orderBy: "name")).users
    #expect(
      users.map { "\($0.firstName)|\($0.lastName)" } == [
        "|Zuse", "Ann|Abbot", "Ann|Zuse", "Ann Marie|Abbot", "Anna|",
      ]
    )
  }

  @Test(
    "refuses an unknown order",
    arguments: [
      "name asc desc", "nope", "Name", "id descending", "id DESC", "desc", "name,id",
      "name; DROP TABLE users", "revision",
    ]
  )
  func unknownOrder(_ order: String) async throws {
    let test = try TestService()
    await expectRefusal(.invalidField, field: "order_by") {
      try await test.users.listUsers(ListUsersRequest(orderBy: order))
    }
  }

  @Test(
    "refuses filters out of bounds, naming the field",
    arguments: [
      (UserFilter(query: String(repeating: "é", count: 127) + "x"), "query"),
      (UserFilter(twoFactorEnabled: Toggle(rawValue: 3)), "two_factor_enabled"),
      (UserFilter(securityQuestionSet: Toggle(rawValue: -1)), "security_question_set"),
      (UserFilter(emailVerified: Toggle(rawValue: 3)), "email_verified"),
      (UserFilter(state: UserState(rawValue: 3)), "state"),
      (UserFilter(verification: Verification(rawValue: 7)), "verification"),
      (UserFilter(accountID: -1), "account_id"),
      (UserFilter(lastLoginAfter: Timestamp(seconds: .max)), "last_login_after"),
      (UserFilter(lastLoginBefore: Timestamp(nanos: -1)), "last_login_before"),
      (UserFilter(createAfter: Timestamp(nanos: 1_000_000_000)), "create_after"),
      (UserFilter(createBefore: Timestamp(seconds: -62_135_596_801)), "create_before"),
      (UserFilter(lastLoginAfter: Timestamp(), neverLoggedIn: true), "never_logged_in"),
      (UserFilter(lastLoginBefore: Timestamp(), neverLoggedIn: true), "never_logged_in"),
    ]
  )
  func badFilters(_ filter: UserFilter, _ field: String) async throws {
    let test = try TestService()
    await expectRefusal(.invalidField, field: "filter.\(field)") {
      try await test.users.listUsers(ListUsersRequest(filter: filter))
    }
  }

  @Test("accepts a range from the year 1 to the year 9999")
  func widestRange() async throws {
    let test = try TestService()
    let ada = try await test.makeUser("Ada")
    let filter = UserFilter(
      createAfter: Timestamp(seconds: -62_135_596_800),
      createBefore: Timestamp(seconds: 253_402_300_799, nanos: 999_999_999)
    )
    #expect(try await test.users.listUsers(ListUsersRequest(filter: filter)).users == [ada])
  }
}
