import RPC
import Roster
import RosterProto
import Testing

@Suite("The access decision")
struct AccessFactsTests {
  private static let now = SettableClock.start

  /// Every combination of facts, with each kind of membership.
  private static let all: [AccessFacts] = {
    let memberships: [AccessFacts.Membership?] = [
      nil,
      .init(permissions: []),
      .init(permissions: [Permissions(.orders)]),
      .init(permissions: .all),
      .init(permissions: .all, expireTime: Time(microseconds: now.microseconds + 1)),
      .init(permissions: .all, expireTime: now),
      .init(permissions: .all, expireTime: Time(microseconds: now.microseconds - 1)),
    ]
    var all: [AccessFacts] = []
    for user in [nil, .active, .locked] as [UserState?] {
      for account in [nil, .active, .closed] as [AccountState?] {
        for isOwner in [false, true] {
          for membership in memberships {
            all.append(
              AccessFacts(userState: user, accountState: account, isOwner: isOwner, membership: membership)
            )
          }
        }
      }
    }
    return all
  }()

  /// The reasons of AccessReason, in order: the first that applies is given.
  private static func reason(_ facts: AccessFacts, _ permission: Permission) -> AccessReason {
    let membership = facts.membership
    let refusals: [(AccessReason, Bool)] = [
      (.userNotFound, facts.userState == nil),
      (.accountNotFound, facts.accountState == nil),
      (.userLocked, facts.userState == .locked),
      (.accountClosed, facts.accountState == .closed),
      (.notAMember, membership == nil),
      (.membershipExpired, !facts.isOwner && membership?.expireTime.map { $0 <= now } ?? false),
      (.notGranted, !facts.isOwner && membership?.permissions.contains(Permissions(permission)) == false),
    ]
    return refusals.first(where: \.1)?.0 ?? (facts.isOwner ? .owner : .granted)
  }

  @Test("a check is allowed for owners and where granted, and otherwise gives the first reason to refuse")
  func check() {
    #expect(Self.all.count == 126)
    for facts in Self.all {
      for permission in Permission.every {
        let reason = Self.reason(facts, permission)
        let expected = CheckPermissionResponse(
          allowed: reason == .owner || reason == .granted,
          reason: reason
        )
        #expect(facts.check(permission, at: Self.now) == expected, "\(facts) \(permission)")
      }
    }
  }

  @Test("the permissions at a moment are those that a check allows")
  func permissions() {
    for facts in Self.all {
      let (permissions, reason) = facts.permissions(at: Self.now)
      let allowed = Permission.every.filter { facts.check($0, at: Self.now).allowed }
      #expect(permissions.list == allowed, "\(facts)")
      #expect(allowed.isEmpty || reason == .owner || reason == .granted, "\(facts)")
    }
  }

  @Test("a state that this build does not know gives no access")
  func unknownState() {
    let membership = AccessFacts.Membership(permissions: .all)
    let user = AccessFacts(
      userState: UserState(rawValue: 9),
      accountState: .active,
      isOwner: true,
      membership: membership
    )
    #expect(!user.check(.orders, at: Self.now).allowed)
    let account = AccessFacts(
      userState: .active,
      accountState: AccountState(rawValue: 9),
      isOwner: true,
      membership: membership
    )
    #expect(!account.check(.orders, at: Self.now).allowed)
  }
}
