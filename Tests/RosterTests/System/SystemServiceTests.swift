import ProtobufC
import RPC
import Roster
import RosterProto
import SQL
import SQLite
import TestSupport
import Testing

@Suite("The server itself")
struct SystemServiceTests {
  private let test = try! TestService()

  @Test("reports its version and limits")
  func info() async throws {
    let client = SystemServiceClient(channel: test.channel, options: TestService.options(test.rootToken))
    let info = try await client.getServerInfo(GetServerInfoRequest())
    #expect(
      info
        == ServerInfo(
          name: "rosterd",
          version: "1.2.3",
          startTime: Timestamp(SettableClock.start),
          schemaVersion: Int32(Schema.version),
          sqliteVersion: test.directory.database.engineVersion,
          protobufCVersion: ProtobufCLibrary.version,
          limits: ServerLimits(pageSize: 1_000, batchSize: 1_000, emailBytes: 254, nameCodePoints: 128)
        )
    )
    #expect(info.sqliteVersion.split(separator: ".").count == 3)
    #expect(info.protobufCVersion.split(separator: ".").count == 3)
  }

  @Test("reports the caller: a principal with its role and grants, a user without")
  func caller() async throws {
    func caller(_ token: String) async throws -> GetCallerResponse {
      let client = SystemServiceClient(channel: test.channel, options: TestService.options(token))
      return try await client.getCaller(GetCallerRequest())
    }
    let root = try await caller(test.rootToken)
    #expect(root.caller == ProtoActor(kind: .staff, id: 1, name: "root"))
    #expect(root.role == "owner")
    #expect(root.grants == Grant.allCases.map(\.rawValue))
    let manager = try await caller(try await test.makeManager("m", grants: ["users.read", "staff.manage"]))
    #expect(manager.caller?.name == "m")
    #expect(manager.grants == ["users.read", "staff.manage"])
    let ada = try await test.makeUser("Ada")
    let user = try await caller(test.sessions.open(for: ada))
    #expect(user == GetCallerResponse(caller: ProtoActor(kind: .user, id: ada.id, name: "Ada")))
  }

  @Test("serves until it drains, as a whole and each service, and tells anyone")
  func health() async throws {
    let client = HealthClient(channel: test.channel, options: TestService.options(nil))
    let services = [
      "", "roster.v1.UserService", "roster.v1.AccountService", "roster.v1.AccessService",
      "roster.v1.SystemService", "grpc.health.v1.Health",
    ]
    for service in services {
      #expect(try await client.check(HealthCheckRequest(service: service)).status == .serving)
    }
    test.service.health.drain()
    for service in services {
      #expect(try await client.check(HealthCheckRequest(service: service)).status == .notServing)
    }
  }

  @Test(
    "has no health for an unknown service",
    arguments: [
      "roster.v1.PostalService", "UserService", "roster.v1.userservice", "roster.v1.UserService/GetUser", " ",
    ]
  )
  func unknownService(_ service: String) async throws {
    let client = HealthClient(channel: test.channel, options: TestService.options(nil))
    await expectRefusal(.serviceNotFound, ["service": service]) {
      try await client.check(HealthCheckRequest(service: service))
    }
  }
}
