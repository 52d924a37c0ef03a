import RosterClient
import ScriptedServer
import Testing

@Suite("The client's administration methods")
struct AdministrationTests {
  private let server = ScriptedServer { server in
    server.on(UserServiceMethods.recordVerification) { (request: RecordVerificationRequest) in
      UserVerification(
        userID: request.userID,
        stage: request.stage,
        note: request.note,
        revision: request.expectedRevision
      )
    }
    server.on(AccountServiceMethods.associateUser) { (request: AssociateUserRequest) in
      request.sendInvitation && request.userID == 2
        ? AssociateUserResponse(
          outcome: .invitation(Invitation(id: 1, membershipExpireTime: request.expireTime))
        )
        : AssociateUserResponse()
    }
    server.on(InvitationServiceMethods.listInvitations) { (request: ListInvitationsRequest) in
      let first = Int64(request.pageToken) ?? 1
      let invitation = Invitation(
        id: first,
        accountID: request.filter?.accountID ?? 0,
        email: request.orderBy
      )
      return ListInvitationsResponse(
        invitations: [invitation],
        nextPageToken: first == 3 ? "" : "\(first + 1)"
      )
    }
    server.on(InvitationServiceMethods.acceptInvitation) { (request: AcceptInvitationRequest) in
      switch request.acceptor {
      case .userID(let id): AcceptInvitationResponse(user: User(id: id))
      case .newUser(let user): AcceptInvitationResponse(user: User(firstName: user.firstName))
      case nil: AcceptInvitationResponse()
      }
    }
    server.on(SettingsServiceMethods.updateSettings) { (request: UpdateSettingsRequest) in
      Settings(
        maxPendingInvitations: request.settings?.maxPendingInvitations ?? 0,
        productName: (request.updateMask?.paths ?? []).joined(separator: ","),
        revision: request.expectedRevision
      )
    }
    server.on(StaffServiceMethods.updatePrincipal) { (request: UpdatePrincipalRequest) in
      Principal(
        id: request.principal?.id ?? 0,
        name: (request.updateMask?.paths ?? []).joined(separator: ","),
        role: request.principal?.role ?? ""
      )
    }
    server.on(StaffServiceMethods.updateRole) { (request: UpdateRoleRequest) in
      Role(name: (request.updateMask?.paths ?? []).joined(separator: ","), grants: request.role?.grants ?? [])
    }
    server.on(StaffServiceMethods.createKey) { (request: CreateKeyRequest) in
      CreateKeyResponse(key: ApiKey(label: request.label, expireTime: request.expireTime), token: "rk_1")
    }
    server.on(EventServiceMethods.listEvents) { (request: ListEventsRequest) in
      ListEventsResponse(events: [Event(kind: request.orderBy)])
    }
    server.on(EventServiceMethods.verifyEvents) { (request: VerifyEventsRequest) in
      let first = Int64(request.pageToken) ?? request.startID
      let last = first + Int64(request.pageSize) - 1
      let next = last == 40 ? "" : String(last + 1)
      return first == 21
        ? VerifyEventsResponse(brokenID: first, fault: .link, nextPageToken: next)
        : VerifyEventsResponse(verifiedCount: 10, lastID: last, nextPageToken: next)
    }
    server.on(MailServiceMethods.listMail) { (request: ListMailRequest) in
      ListMailResponse(mails: [Mail(templateName: request.orderBy)])
    }
  }

  private var client: RosterClient { RosterClient(channel: server.channel, token: "key") }

  @Test("records the outcome of a verification, with the note and the expected revision")
  func verification() async throws {
    let recorded = try await client.users.recordVerification(
      ofUser: 2,
      .failed,
      note: "blurred",
      expectedRevision: 4
    )
    #expect(recorded == UserVerification(userID: 2, stage: .failed, note: "blurred", revision: 4))
  }

  @Test("invites a user instead of giving access, and refuses a reply without the invitation")
  func invite() async throws {
    let end = Timestamp(seconds: 1_785_412_800)
    let invitation = try await client.accounts.inviteUser(
      account: 1,
      user: 2,
      permissions: [.tickets],
      expiry: .at(end)
    )
    #expect(invitation == Invitation(id: 1, membershipExpireTime: end))
    await #expect { try await client.accounts.inviteUser(account: 1, user: 3, permissions: []) } throws: {
      ($0 as? RPCError)?.code == .internal
    }
  }

  @Test("lists invitations over pages, with the arguments on each of them")
  func invitations() async throws {
    var ids: [Int64] = []
    let list = client.invitations.listInvitations(InvitationFilter(accountID: 5), orderBy: "email desc")
    for try await invitation in list {
      #expect(invitation.accountID == 5 && invitation.email == "email desc")
      ids.append(invitation.id)
    }
    #expect(ids == [1, 2, 3])
  }

  @Test("accepts an invitation for a user, or registers one")
  func accept() async throws {
    #expect(try await client.invitations.acceptInvitation(token: "t", user: 7).user?.id == 7)
    let registered = try await client.invitations.acceptInvitation(
      token: "t",
      registering: NewUser(firstName: "Carol")
    )
    #expect(registered.user?.firstName == "Carol")
  }

  @Test("writes only the named settings")
  func settings() async throws {
    let settings = try await client.settings.updateSettings(
      Settings(maxPendingInvitations: 7),
      writing: ["max_pending_invitations", "sign_in_link"],
      expectedRevision: 3
    )
    #expect(settings.maxPendingInvitations == 7)
    #expect(settings.productName == "max_pending_invitations,sign_in_link")
    #expect(settings.revision == 3)
  }

  @Test("changes only the given fields of a principal, and replaces a role's grants, also with none")
  func staff() async throws {
    let principal = try await client.staff.updatePrincipal(id: 2, PrincipalChanges(role: "support"))
    #expect(principal == Principal(id: 2, name: "role", role: "support"))
    #expect(
      try await client.staff.updatePrincipal(id: 2, PrincipalChanges(name: "Eve", role: "a")).name
        == "name,role"
    )
    #expect(try await client.staff.updateRole(name: "night", grants: []) == Role(name: "grants"))
  }

  @Test("creates a key and returns its token")
  func key() async throws {
    let reply = try await client.staff.createKey(principal: 2, label: "laptop")
    #expect(reply == CreateKeyResponse(key: ApiKey(label: "laptop"), token: "rk_1"))
  }

  @Test("lists events and mails in both orders")
  func order() async throws {
    for try await event in client.events.listEvents() { #expect(event.kind == "id") }
    for try await event in client.events.listEvents(newestFirst: true) { #expect(event.kind == "id desc") }
    for try await mail in client.mail.listMail(newestFirst: true) { #expect(mail.templateName == "id desc") }
  }

  @Test("verifies events page by page to the end, also after a fault")
  func verify() async throws {
    var last: [Int64] = []
    for try await reply in client.events.verifyEvents(from: 11, pageSize: 10) { last.append(reply.lastID) }
    #expect(last == [20, 0, 40])
    #expect(server.log.count == 3)
  }
}
