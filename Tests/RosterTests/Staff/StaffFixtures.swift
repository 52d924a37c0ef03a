import RPC
import Roster
import RosterProto

extension TestService {
  /// A new principal with an existing role.
  func makePrincipal(
    _ name: String,
    _ role: String = "service",
    _ kind: PrincipalKind = .service,
    as token: String? = nil
  ) async throws -> Principal {
    try await staff(as: token ?? rootToken)
      .createPrincipal(CreatePrincipalRequest(kind: kind, name: name, role: role))
  }

  /// A new key of a principal.
  func makeKey(of principal: Principal, label: String = "", expireTime: Time? = nil) async throws
    -> CreateKeyResponse
  {
    try await staff.createKey(
      CreateKeyRequest(
        principalID: principal.id,
        label: label,
        expireTime: expireTime.map { Timestamp($0) }
      )
    )
  }

  /// The token of a new principal whose own role has these grants.
  func makeManager(_ name: String = "manager", grants: [String]) async throws -> String {
    _ = try await staff.createRole(CreateRoleRequest(name: name, grants: grants))
    return try await makeKey(of: try await makePrincipal(name, name)).token
  }

  func principal(_ id: Int64) async throws -> Principal {
    try await staff.getPrincipal(GetPrincipalRequest(principalID: id))
  }

  func role(_ name: String) async throws -> Role? {
    try await staff.listRoles(ListRolesRequest()).roles.first { $0.name == name }
  }

  func key(_ id: Int64) async throws -> ApiKey? {
    try await staff.listKeys(ListKeysRequest(includeRevoked: true)).keys.first { $0.id == id }
  }

  /// The kinds of the events after the first `count`, with their changes.
  func events(after count: Int64 = 0) async throws -> [Event] {
    let client = EventServiceClient(channel: channel, options: Self.options(rootToken))
    return try await client.listEvents(ListEventsRequest(filter: EventFilter(afterID: count))).events
  }

  /// Why a call with this token is not authorized; nil if it is.
  func refusal(of token: String) async -> String? {
    do {
      _ = try await users(as: token).listUsers(ListUsersRequest())
      return nil
    } catch {
      return error.info?.reason
    }
  }
}

/// The root principal of every installation, and its key.
enum Root {
  static let principalID: Int64 = 1
  static let keyID: Int64 = 1
}
