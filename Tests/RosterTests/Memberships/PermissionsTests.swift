import RPC
import Roster
import RosterProto
import Testing

@Suite("Permissions as bits")
struct PermissionsTests {
  @Test("there are thirteen, and `all` contains them all")
  func all() {
    #expect(Permissions.all.list == Permission.every)
    #expect(Permissions.all.rawValue == 0b1_1111_1111_1111)
  }

  @Test("each has its own bit", arguments: Permission.every)
  func bits(_ permission: Permission) throws {
    let set = Permissions(permission)
    #expect(set.rawValue == 1 << (permission.rawValue - 1))
    #expect(set.list == [permission])
    #expect(try Permissions([permission, permission], "p") == set)
  }

  @Test("bits of permissions that this build does not know are kept and not listed")
  func unknownBits() {
    let set = Permissions(rawValue: 1 << 40 | 1)
    #expect(set.list == [.profile])
    #expect(set.rawValue == 1 << 40 | 1)
  }

  @Test(
    "an invalid permission is refused with its index",
    arguments: [.min, -1, 0, 14, 63, 64, 65, .max] as [Int32]
  )
  func refusals(_ number: Int32) {
    let error = #expect(throws: RPCError.self) {
      try Permissions([.orders, Permission(rawValue: number)], "permissions")
    }
    #expect(error?.fieldViolations.map(\.field) == ["permissions[1]"])
  }
}
