import RPC
import Roster
import RosterProto
import TestSupport
import Testing

@Suite("What the server records of its own start")
struct InstallationEventsTests {
  private let directory = TemporaryDirectory()

  private func start() throws -> TestService {
    try TestService(in: directory, keepsInstallationEvents: true)
  }

  @Test("the first start's events are those of the built-in roles, the root principal and its key")
  func first() async throws {
    let test = try start()
    let events = try await test.events()
    let roles = BuiltInRole.all.map { EventTarget(kind: .role, name: $0.name) }
    #expect(
      events.map(\.kind)
        == roles.map { _ in "role.created" } + ["principal.created", "key.created"]
    )
    #expect(
      events.map(\.target) == roles + [
        EventTarget(kind: .principal, id: Root.principalID),
        EventTarget(kind: .key, id: Root.keyID, name: "root", principalID: Root.principalID),
      ]
    )
    for event in events {
      #expect(event.actor == ProtoActor(kind: .system, name: "rosterd"))
      #expect(event.sourceAddress == "" && event.requestID == "" && event.broker == nil)
      #expect(event.time == Timestamp(SettableClock.start))
    }
    #expect(
      events[0].changes == [
        EventChange(field: "name", after: "owner"),
        EventChange(field: "grants", after: GrantSet.all.list.map(\.rawValue).joined(separator: ", ")),
        EventChange(field: "built_in", after: "true"),
      ]
    )
    #expect(
      events[5].changes == [
        EventChange(field: "kind", after: "staff"), EventChange(field: "name", after: "root"),
        EventChange(field: "role", after: "owner"),
      ]
    )
    #expect(
      events[6].changes == [
        EventChange(field: "principal_id", after: "1"), EventChange(field: "label", after: "root key"),
      ]
    )
    for event in events { #expect(!"\(event)".contains(test.rootToken.dropFirst(3))) }
    let report = try await test.events.verifyEvents(VerifyEventsRequest())
    #expect(report.fault == .unspecified && report.verifiedCount == 7)
  }

  @Test("a start that changes nothing records none")
  func second() async throws {
    try start().stop()
    #expect(try await start().events().count == 7)
  }

  @Test("a release that gives a built-in role other grants records it, and they apply at once")
  func upgrade() async throws {
    let token: String
    do {
      let test = try start()
      token = try test.makeToken(role: "service")
      try test.execute("UPDATE roles SET grants = 'accounts.read' WHERE name = 'service'")
      test.stop()
    }
    let test = try start()
    let events = try await test.events(after: 7)
    #expect(events.map(\.kind) == ["role.updated"])
    #expect(events[0].actor?.kind == .system)
    #expect(events[0].target == EventTarget(kind: .role, name: "service"))
    #expect(
      events[0].changes == [
        EventChange(field: "grants", before: "accounts.read", after: "users.read, access.check")
      ]
    )
    #expect(try await test.role("service")?.grants == ["users.read", "access.check"])
    let ada = try await test.makeUser("Ada")
    #expect(try await test.users(as: token).getUser(GetUserRequest(selector: .userID(ada.id))) == ada)
  }

  @Test("a custom role that a release makes built-in is recorded too")
  func adopted() async throws {
    do {
      let test = try start()
      try test.execute("UPDATE roles SET built_in = 0 WHERE name = 'portal'")
      test.stop()
    }
    let events = try await start().events(after: 7)
    #expect(events.map(\.kind) == ["role.updated"])
    #expect(events[0].changes == [EventChange(field: "built_in", before: "false", after: "true")])
  }
}
