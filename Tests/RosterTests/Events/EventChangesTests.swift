import RPC
import RosterProto
import Testing

@testable import Roster

@Suite("What events show of values")
struct EventChangesTests {
  /// Bytes that are easy to recognise, as text or as numbers.
  private static let bytes = Array("hunter2".utf8)

  @Test("a secret is never shown: not described, dumped or mirrored, alone, optional or in an array")
  func secret() {
    let secret = Secret(bytes: Self.bytes)
    var dumped = ""
    dump([secret], to: &dumped)
    dump(Optional(secret), to: &dumped)
    let shown = [
      "\(secret)", String(describing: secret), String(reflecting: secret), "\([secret])",
      "\(Optional(secret)!)",
      String(reflecting: [secret]), "\(["key": secret])", dumped, secret.eventText, [secret].eventText,
    ]
    for text in shown {
      #expect(!text.contains("hunter"))
      #expect(!text.contains("\(Self.bytes[0])"))
    }
    #expect(Mirror(reflecting: secret).children.isEmpty)
  }

  @Test("an event shows that a secret changed, but not its value, whatever wraps it")
  func redacted() {
    let (old, new) = (Secret(bytes: [1]), Secret(bytes: [2]))
    var changes = EventChanges()
    changes.note("plain", from: old, to: new)
    changes.note("same", from: old, to: old)
    changes.note("set", from: nil, to: Optional(new))
    changes.note("removed", from: Optional(old), to: nil)
    changes.note("list", from: [old], to: [old, new])
    #expect(
      changes.list == ["plain", "set", "removed", "list"].map { EventChange(field: $0, redacted: true) }
    )
  }

  @Test("values are written as in the contract")
  func texts() {
    #expect(Int64(0).eventText == "")
    #expect(Int64(-7).eventText == "-7")
    #expect(true.eventText == "true")
    #expect(false.eventText == "false")
    #expect(Timestamp(seconds: 1_767_225_600, nanos: 500_000_000).eventText == "2026-01-01T00:00:00.500Z")
    #expect(ProtoDuration(seconds: 3_600).eventText == "3600s")
    #expect([Permission.manageProducts, .orders].eventText == "manageproducts, orders")
    #expect(Optional<String>.none.eventText == "")
    #expect(UserState.locked.eventText == "locked")
    #expect(UserState.unspecified.eventText == "")
  }

  @Test("a creation has the fields that are not empty, a deletion those that were not")
  func wholes() {
    let user = User(email: "a@b", twoFactorEnabled: true)
    #expect(
      EventChanges.created(user).list == [
        EventChange(field: "email", after: "a@b"), EventChange(field: "two_factor_enabled", after: "true"),
      ]
    )
    #expect(
      EventChanges.deleted(user).list == [
        EventChange(field: "email", before: "a@b"), EventChange(field: "two_factor_enabled", before: "true"),
      ]
    )
    #expect(EventChanges.changed(from: user, to: user).list.isEmpty)
  }
}
