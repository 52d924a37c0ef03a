// Like Calls.swift, for the administration of an installation.

struct InvitationCalls: InvitationsAPI {
  let service: InvitationServiceClient

  func create(_ request: CreateInvitationRequest) async throws(RPCError) -> CreateInvitationResponse {
    try await service.createInvitation(request)
  }

  func get(_ request: GetInvitationRequest) async throws(RPCError) -> Invitation {
    try await service.getInvitation(request)
  }

  func list(_ request: ListInvitationsRequest) async throws(RPCError) -> ListInvitationsResponse {
    try await service.listInvitations(request)
  }

  func resend(_ request: ResendInvitationRequest) async throws(RPCError) -> Invitation {
    try await service.resendInvitation(request)
  }

  func cancel(_ request: CancelInvitationRequest) async throws(RPCError) -> Invitation {
    try await service.cancelInvitation(request)
  }

  func lookUp(_ request: LookUpInvitationRequest) async throws(RPCError) -> LookUpInvitationResponse {
    try await service.lookUpInvitation(request)
  }

  func accept(_ request: AcceptInvitationRequest) async throws(RPCError) -> AcceptInvitationResponse {
    try await service.acceptInvitation(request)
  }

  func decline(_ request: DeclineInvitationRequest) async throws(RPCError) -> DeclineInvitationResponse {
    try await service.declineInvitation(request)
  }
}

struct SettingsCalls: SettingsAPI {
  let service: SettingsServiceClient

  func get(_ request: GetSettingsRequest) async throws(RPCError) -> Settings {
    try await service.getSettings(request)
  }

  func update(_ request: UpdateSettingsRequest) async throws(RPCError) -> Settings {
    try await service.updateSettings(request)
  }

  func describe(_ request: DescribeSettingsRequest) async throws(RPCError) -> DescribeSettingsResponse {
    try await service.describeSettings(request)
  }
}

struct StaffCalls: StaffAPI {
  let service: StaffServiceClient

  func create(_ request: CreatePrincipalRequest) async throws(RPCError) -> Principal {
    try await service.createPrincipal(request)
  }

  func get(_ request: GetPrincipalRequest) async throws(RPCError) -> Principal {
    try await service.getPrincipal(request)
  }

  func list(_ request: ListPrincipalsRequest) async throws(RPCError) -> ListPrincipalsResponse {
    try await service.listPrincipals(request)
  }

  func update(_ request: UpdatePrincipalRequest) async throws(RPCError) -> Principal {
    try await service.updatePrincipal(request)
  }

  func delete(_ request: DeletePrincipalRequest) async throws(RPCError) -> DeletePrincipalResponse {
    try await service.deletePrincipal(request)
  }
}

struct RoleCalls: RolesAPI {
  let service: StaffServiceClient

  func create(_ request: CreateRoleRequest) async throws(RPCError) -> Role {
    try await service.createRole(request)
  }

  func list(_ request: ListRolesRequest) async throws(RPCError) -> ListRolesResponse {
    try await service.listRoles(request)
  }

  func update(_ request: UpdateRoleRequest) async throws(RPCError) -> Role {
    try await service.updateRole(request)
  }

  func delete(_ request: DeleteRoleRequest) async throws(RPCError) -> DeleteRoleResponse {
    try await service.deleteRole(request)
  }
}

struct KeyCalls: KeysAPI {
  let service: StaffServiceClient

  func create(_ request: CreateKeyRequest) async throws(RPCError) -> CreateKeyResponse {
    try await service.createKey(request)
  }

  func list(_ request: ListKeysRequest) async throws(RPCError) -> ListKeysResponse {
    try await service.listKeys(request)
  }

  func revoke(_ request: RevokeKeyRequest) async throws(RPCError) -> ApiKey {
    try await service.revokeKey(request)
  }
}

struct EventCalls: EventsAPI {
  let service: EventServiceClient

  func list(_ request: ListEventsRequest) async throws(RPCError) -> ListEventsResponse {
    try await service.listEvents(request)
  }

  func verify(_ request: VerifyEventsRequest) async throws(RPCError) -> VerifyEventsResponse {
    try await service.verifyEvents(request)
  }
}

struct MailCalls: MailAPI {
  let service: MailServiceClient

  func list(_ request: ListMailRequest) async throws(RPCError) -> ListMailResponse {
    try await service.listMail(request)
  }

  func get(_ request: GetMailRequest) async throws(RPCError) -> GetMailResponse {
    try await service.getMail(request)
  }

  func retry(_ request: RetryMailRequest) async throws(RPCError) -> Mail {
    try await service.retryMail(request)
  }
}
