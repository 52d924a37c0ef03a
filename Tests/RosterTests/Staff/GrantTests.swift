import Roster
import Testing

@Suite("Grants")
struct GrantTests {
  @Test("a set contains the grants it was made from and no others", arguments: Grant.allCases)
  func single(_ grant: Grant) {
    let set = GrantSet([grant])
    for other in Grant.allCases { #expect(set.contains(GrantSet([other])) == (other == grant)) }
    #expect(set.names == grant.rawValue)
    #expect(GrantSet.all.contains(set))
    #expect(!GrantSet([]).contains(set))
  }

  @Test("a set contains every subset, including the empty one")
  func parts() {
    let set = GrantSet([.usersRead, .usersList])
    #expect(set.contains(GrantSet([.usersRead])))
    #expect(set.contains(GrantSet([])))
    #expect(set.contains(set))
    #expect(!set.contains(GrantSet([.usersRead, .usersCreate])))
    #expect(!set.contains(.all))
  }

  @Test("a set is stored and read as names")
  func names() {
    #expect(GrantSet(names: GrantSet.all.names) == .all)
    #expect(GrantSet(names: "users.list users.read").names == "users.list users.read")
    #expect(GrantSet([.systemBackup, .usersList, .systemBackup]).names == "users.list system.backup")
    #expect(GrantSet([]).names == "")
  }

  @Test(
    "unknown names grant nothing",
    arguments: ["", " ", "users", "users.*", "*", "USERS.LIST", "users.list,users.read"]
  )
  func unknown(_ names: String) {
    #expect(GrantSet(names: names) == GrantSet([]))
  }
}

@Suite("Built-in roles")
struct RoleTests {
  private func grants(_ role: BuiltInRole) -> Set<Grant> {
    Set(Grant.allCases.filter { role.grants.contains(GrantSet([$0])) })
  }

  @Test("the owner has every grant, the administrator all but managing staff and copying the database")
  func top() {
    #expect(grants(.owner) == Set(Grant.allCases))
    #expect(grants(.owner).subtracting(grants(.administrator)) == [.staffManage, .systemBackup])
  }

  @Test("no other role may list all users and delete them, import, change settings or transfer accounts")
  func others() {
    let powers: Set<Grant> = [
      .usersDelete, .usersImport, .ownershipTransfer, .mailManage, .settingsManage, .staffManage,
      .systemBackup,
    ]
    for role in [BuiltInRole.support, .portal, .service] { #expect(grants(role).isDisjoint(with: powers)) }
  }

  @Test("the portal cannot read or change users who have not signed in, a service cannot list customers")
  func callers() {
    #expect(grants(.portal) == [.usersCreate, .accountsManage, .sessionsBroker, .accessCheck])
    #expect(grants(.service) == [.usersRead, .accessCheck])
  }
}
