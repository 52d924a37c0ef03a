import ProtobufC
import RPC
import RosterProto
import Testing

@Suite("What the generator wrote of the contract")
struct GeneratedCodeTests {
  private func expectMethods(_ file: String, _ methods: [MethodDescriptor]) throws {
    let written = methods.map {
      Contract.Method(
        service: $0.service,
        name: $0.name,
        shape: $0.shape,
        hasNoSideEffects: $0.hasNoSideEffects
      )
    }
    #expect(try Contract.methods(in: file) == written)
    #expect(!written.isEmpty)
  }

  @Test("every method stands in its service's table, with its shape and whether it may be called again")
  func methods() throws {
    try expectMethods("roster/v1/user_service.proto", UserServiceMethods.all)
    try expectMethods("roster/v1/account_service.proto", AccountServiceMethods.all)
    try expectMethods("roster/v1/access_service.proto", AccessServiceMethods.all)
    try expectMethods("roster/v1/event_service.proto", EventServiceMethods.all)
    try expectMethods("roster/v1/settings_service.proto", SettingsServiceMethods.all)
    try expectMethods("roster/v1/system_service.proto", SystemServiceMethods.all)
  }

  @Test("the health service has the method that is unary")
  func health() throws {
    let unary = try Contract.methods(in: "grpc/health/v1/health.proto").filter { $0.shape == .unary }
    #expect(unary.map(\.name) == ["Check"])
    #expect(HealthMethods.check.description == "grpc.health.v1.Health/Check")
    #expect(HealthMethods.check.hasNoSideEffects)
  }

  private func expectValues<E: RawRepresentable<Int32> & CaseIterable & CustomStringConvertible>(
    _ type: E.Type,
    _ name: String,
    in file: String
  ) throws {
    let values = try Contract.values(ofEnum: name, in: file)
    #expect(!values.isEmpty)
    #expect(type.allCases.map(\.rawValue) == values.map(\.number))
    #expect(type.allCases.map(\.description) == values.map(\.name))
    #expect(type.init(rawValue: 12_345)?.description == "12345", "a value of a later release is kept")
  }

  @Test("every enum has its values, by number and name, and keeps those it does not know")
  func enums() throws {
    try expectValues(UserState.self, "UserState", in: "roster/v1/user.proto")
    try expectValues(Verification.self, "Verification", in: "roster/v1/user.proto")
    try expectValues(Toggle.self, "Toggle", in: "roster/v1/user_service.proto")
    try expectValues(AccountState.self, "AccountState", in: "roster/v1/account.proto")
    try expectValues(Permission.self, "Permission", in: "roster/v1/membership.proto")
    try expectValues(ActorKind.self, "ActorKind", in: "roster/v1/actor.proto")
    try expectValues(TargetKind.self, "TargetKind", in: "roster/v1/event.proto")
    try expectValues(ErrorReason.self, "ErrorReason", in: "roster/v1/error_reason.proto")
    try expectValues(ChainFault.self, "ChainFault", in: "roster/v1/event_service.proto")
    try expectValues(AccessReason.self, "AccessReason", in: "roster/v1/access_service.proto")
    try expectValues(
      HealthCheckResponse.ServingStatus.self,
      "ServingStatus",
      in: "grpc/health/v1/health.proto"
    )
  }
}
