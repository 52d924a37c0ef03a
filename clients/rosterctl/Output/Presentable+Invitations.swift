import RosterClient

extension Invitation: Listed {
  static let listName = "invitations"

  static let blank = Invitation(inviter: ProtoActor())

  static let columns: [Column<Invitation>] = [
    Column(id: "ID") { $0.id },
    Column(id: "ACCOUNT") { $0.accountID },
    Column("E-MAIL") { $0.email },
    Column("PERMISSIONS") { Presentation.permissions($0.permissions) },
    Column("STATE") { invitation, _ in stateCell(invitation.state) },
    Column("EXPIRES") { $1.time($0.expireTime, absent: "") },
    Column("SENT") { "\($0.sendCount)x" },
    Column("INVITER", isWide: true) { $0.inviter?.text ?? "" },
    Column("LAST SENT", isWide: true) { $1.time($0.sendTime, absent: "") },
    Column("MEMBERSHIP EXPIRES", isWide: true) { $1.expiry($0.membershipExpireTime) },
    Column(id: "ACCEPTED BY", isWide: true) { $0.acceptedByUserID },
    Column("LANGUAGE", isWide: true) { $0.language },
    Column("CREATED", isWide: true) { $1.time($0.createTime, absent: "") },
    Column("UPDATED", isWide: true) { $1.time($0.updateTime, absent: "") },
    Column("REVISION", isWide: true) { String($0.revision) },
  ]

  static func stateCell(_ state: InvitationState) -> Cell {
    switch state {
    case .accepted: Cell(state.name, .good)
    case .declined, .cancelled, .expired: Cell(state.name, .bad)
    default: Cell(state.name)
    }
  }

  var json: JSON {
    [
      "id": .int(id),
      "account_id": .int(accountID),
      "email": .string(email),
      "permissions": JSON(permissions),
      "membership_expire_time": JSON(membershipExpireTime),
      "language": .string(language),
      "inviter": inviter?.json ?? .null,
      "state": JSON(state),
      "expire_time": JSON(expireTime),
      "send_count": .int(Int64(sendCount)),
      "send_time": JSON(sendTime),
      "accepted_by_user_id": .int(acceptedByUserID),
      "create_time": JSON(createTime),
      "update_time": JSON(updateTime),
      "revision": .int(revision),
    ]
  }
}

extension LookUpInvitationResponse: Presentable {
  static let blank = LookUpInvitationResponse()

  static let columns: [Column<LookUpInvitationResponse>] = [
    Column("ACCOUNT") { $0.accountName },
    Column("E-MAIL") { $0.email },
    Column("STATE") { reply, _ in Invitation.stateCell(reply.state) },
    Column("INVITER") { $0.inviterName },
    Column("IS A USER") { $1.yesNo($0.existingUser) },
    Column("PERMISSIONS") { Presentation.permissions($0.permissions) },
    Column("EXPIRES") { $1.time($0.expireTime, absent: "") },
  ]

  var json: JSON {
    [
      "state": JSON(state),
      "account_name": .string(accountName),
      "email": .string(email),
      "inviter_name": .string(inviterName),
      "existing_user": .bool(existingUser),
      "permissions": JSON(permissions),
      "expire_time": JSON(expireTime),
    ]
  }
}

extension ProtoActor {
  /// Who it was, for people: `staff 1 root`.
  var text: String {
    [kind.name, id == 0 ? "" : String(id), name].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// All fields, with their names in the contract.
  var json: JSON {
    ["kind": JSON(kind), "id": .int(id), "name": .string(name)]
  }
}

extension AcceptInvitationResponse {
  /// All fields, with their names in the contract.
  var json: JSON {
    [
      "account": account?.json ?? .null,
      "user": user?.json ?? .null,
      "membership": membership?.json ?? .null,
    ]
  }
}

extension CreateInvitationResponse {
  /// All fields, with their names in the contract.
  var json: JSON {
    ["invitation": invitation?.json ?? .null, "warnings": .array(warnings.map(\.json))]
  }
}

extension Warning {
  /// All fields, with their names in the contract.
  var json: JSON {
    ["reason": .string(reason), "message": .string(message), "blocking": .bool(blocking)]
  }
}
