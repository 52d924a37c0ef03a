// The administration of an installation; RosterAPI.swift has the rest.

/// Invitations of e-mail addresses to accounts: `roster.v1.InvitationService`.
public protocol InvitationsAPI: Sendable {
  func create(_ request: CreateInvitationRequest) async throws(RPCError) -> CreateInvitationResponse
  func get(_ request: GetInvitationRequest) async throws(RPCError) -> Invitation
  func list(_ request: ListInvitationsRequest) async throws(RPCError) -> ListInvitationsResponse
  func resend(_ request: ResendInvitationRequest) async throws(RPCError) -> Invitation
  func cancel(_ request: CancelInvitationRequest) async throws(RPCError) -> Invitation
  func lookUp(_ request: LookUpInvitationRequest) async throws(RPCError) -> LookUpInvitationResponse
  func accept(_ request: AcceptInvitationRequest) async throws(RPCError) -> AcceptInvitationResponse
  func decline(_ request: DeclineInvitationRequest) async throws(RPCError) -> DeclineInvitationResponse
}

/// The settings of the installation: `roster.v1.SettingsService`.
public protocol SettingsAPI: Sendable {
  func get(_ request: GetSettingsRequest) async throws(RPCError) -> Settings
  func update(_ request: UpdateSettingsRequest) async throws(RPCError) -> Settings
  func describe(_ request: DescribeSettingsRequest) async throws(RPCError) -> DescribeSettingsResponse
}

/// Principals, who call Roster besides users: a part of `roster.v1.StaffService`.
public protocol StaffAPI: Sendable {
  func create(_ request: CreatePrincipalRequest) async throws(RPCError) -> Principal
  func get(_ request: GetPrincipalRequest) async throws(RPCError) -> Principal
  func list(_ request: ListPrincipalsRequest) async throws(RPCError) -> ListPrincipalsResponse
  func update(_ request: UpdatePrincipalRequest) async throws(RPCError) -> Principal
  func delete(_ request: DeletePrincipalRequest) async throws(RPCError) -> DeletePrincipalResponse
}

/// Roles, which give principals their grants: a part of `roster.v1.StaffService`.
public protocol RolesAPI: Sendable {
  func create(_ request: CreateRoleRequest) async throws(RPCError) -> Role
  func list(_ request: ListRolesRequest) async throws(RPCError) -> ListRolesResponse
  func update(_ request: UpdateRoleRequest) async throws(RPCError) -> Role
  func delete(_ request: DeleteRoleRequest) async throws(RPCError) -> DeleteRoleResponse
}

/// API keys, which authenticate principals: a part of `roster.v1.StaffService`.
public protocol KeysAPI: Sendable {
  func create(_ request: CreateKeyRequest) async throws(RPCError) -> CreateKeyResponse
  func list(_ request: ListKeysRequest) async throws(RPCError) -> ListKeysResponse
  func revoke(_ request: RevokeKeyRequest) async throws(RPCError) -> ApiKey
}

/// Who changed what: `roster.v1.EventService`.
public protocol EventsAPI: Sendable {
  func list(_ request: ListEventsRequest) async throws(RPCError) -> ListEventsResponse
  func verify(_ request: VerifyEventsRequest) async throws(RPCError) -> VerifyEventsResponse
}

/// Sent, queued and failed mails: `roster.v1.MailService`.
public protocol MailAPI: Sendable {
  func list(_ request: ListMailRequest) async throws(RPCError) -> ListMailResponse
  func get(_ request: GetMailRequest) async throws(RPCError) -> GetMailResponse
  func retry(_ request: RetryMailRequest) async throws(RPCError) -> Mail
}
