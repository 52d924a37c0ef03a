import Foundation
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

  @Test("each is in the contract, and a method needs it, or it is reserved for a named one that is not there")
  func contract() throws {
    let directory = URL(filePath: #filePath).appending(path: "../../../../proto/roster/v1")
      .standardizedFileURL
    func text(_ name: String) throws -> String {
      try String(contentsOf: directory.appending(path: name), encoding: .utf8)
    }
    let services = try FileManager.default.contentsOfDirectory(atPath: directory.path)
      .filter { $0.hasSuffix("_service.proto") }.map(text).joined()
    let lines = try text("staff.proto").matches(
      of: #/^\/\/   ([a-z]+\.[a-z]+)( \*)? +(.*)$/#.anchorsMatchLineEndings()
    )
    #expect(lines.map { String($0.1) } == Grant.allCases.map(\.rawValue))
    for line in lines {
      if line.2 == nil {
        #expect(services.contains("principals with `\(line.1)`"), "no method needs \(line.1)")
      } else {
        let method = try #require(line.3.firstMatch(of: #/by ([A-Z]\w+)\.$/#)?.1)
        #expect(!services.contains("rpc \(method)("), "\(method) is there")
      }
    }
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
