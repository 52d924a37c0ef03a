import RosterClient

extension Session: Listed {
  static let listName = "sessions"

  static let blank = Session(impersonator: ProtoActor())

  static let columns: [Column<Session>] = [
    Column(id: "ID") { $0.id },
    Column(id: "USER") { $0.userID },
    Column("STAGE") { session, _ in
      Cell(session.stage.name, session.stage == .complete ? .good : .plain)
    },
    Column("DEVICE") { $0.deviceLabel },
    Column("ADDRESS") { $0.sourceAddress },
    Column("SIGNED IN") { $1.time($0.createTime, absent: "") },
    Column("LAST USED") { $1.time($0.lastUseTime) },
    Column("EXPIRES") { $1.expiry($0.expireTime) },
    Column(id: "ACCOUNT", isWide: true) { $0.accountID },
    Column("METHODS", isWide: true) { $0.methods.map(\.name).joined(separator: ",") },
    Column("PROVED", isWide: true) { $1.time($0.authenticateTime, absent: "") },
    Column("IMPERSONATED BY", isWide: true) { $0.impersonator?.text ?? "" },
    Column("REVISION", isWide: true) { String($0.revision) },
  ]

  var json: JSON {
    [
      "id": .int(id),
      "user_id": .int(userID),
      "stage": JSON(stage),
      "account_id": .int(accountID),
      "methods": .array(methods.map { JSON($0) }),
      "authenticate_time": JSON(authenticateTime),
      "device_label": .string(deviceLabel),
      "source_address": .string(sourceAddress),
      "create_time": JSON(createTime),
      "last_use_time": JSON(lastUseTime),
      "expire_time": JSON(expireTime),
      "impersonator": impersonator?.json ?? .null,
      "revision": .int(revision),
    ]
  }
}

extension Passkey: Listed {
  static let listName = "passkeys"

  static let blank = Passkey()

  static let columns: [Column<Passkey>] = [
    Column(id: "ID") { $0.id },
    Column(id: "USER") { $0.userID },
    Column("LABEL") { $0.label },
    Column("BACKED UP") { $1.yesNo($0.backedUp) },
    Column("CREATED") { $1.time($0.createTime, absent: "") },
    Column("LAST USED") { $1.time($0.lastUseTime) },
    Column("MODEL", isWide: true) { Hexadecimal.text($0.aaguid) },
    Column("CREDENTIAL", isWide: true) { Hexadecimal.text($0.credentialID) },
    Column("REVISION", isWide: true) { String($0.revision) },
  ]

  var json: JSON {
    [
      "id": .int(id),
      "user_id": .int(userID),
      "label": .string(label),
      "credential_id": .string(Hexadecimal.text(credentialID)),
      "aaguid": .string(Hexadecimal.text(aaguid)),
      "backed_up": .bool(backedUp),
      "create_time": JSON(createTime),
      "last_use_time": JSON(lastUseTime),
      "revision": .int(revision),
    ]
  }
}
