import RosterClient

extension Principal: Listed {
  static let listName = "principals"

  static let blank = Principal()

  static let columns: [Column<Principal>] = [
    Column(id: "ID") { $0.id },
    Column("NAME") { $0.name },
    Column("KIND") { $0.kind.name },
    Column("ROLE") { $0.role },
    Column("CREATED") { $1.time($0.createTime, absent: "") },
    Column("UPDATED", isWide: true) { $1.time($0.updateTime, absent: "") },
    Column("REVISION", isWide: true) { String($0.revision) },
  ]

  var json: JSON {
    [
      "id": .int(id),
      "kind": JSON(kind),
      "name": .string(name),
      "role": .string(role),
      "create_time": JSON(createTime),
      "update_time": JSON(updateTime),
      "revision": .int(revision),
    ]
  }
}

extension Role: Listed {
  static let listName = "roles"

  static let blank = Role()

  static let columns: [Column<Role>] = [
    Column(key: "NAME") { $0.name },
    Column("BUILT IN") { $1.yesNo($0.builtIn) },
    Column("PRINCIPALS") { String($0.principalCount) },
    Column("GRANTS") { $0.grants.isEmpty ? "none" : $0.grants.joined(separator: ",") },
    Column("CREATED", isWide: true) { $1.time($0.createTime, absent: "") },
    Column("UPDATED", isWide: true) { $1.time($0.updateTime, absent: "") },
    Column("REVISION", isWide: true) { String($0.revision) },
  ]

  var json: JSON {
    [
      "name": .string(name),
      "grants": .array(grants.map(JSON.string)),
      "built_in": .bool(builtIn),
      "principal_count": .int(Int64(principalCount)),
      "create_time": JSON(createTime),
      "update_time": JSON(updateTime),
      "revision": .int(revision),
    ]
  }
}

extension ApiKey: Listed {
  static let listName = "keys"

  static let blank = ApiKey()

  static let columns: [Column<ApiKey>] = [
    Column(id: "ID") { $0.id },
    Column(id: "PRINCIPAL") { $0.principalID },
    Column("LABEL") { $0.label },
    Column("EXPIRES") { $1.expiry($0.expireTime) },
    Column("LAST USED") { $1.time($0.lastUsedTime) },
    Column("REVOKED") { key, presentation in
      key.revokeTime == nil ? Cell("no", .faint) : Cell(presentation.time(key.revokeTime).text, .bad)
    },
    Column("CREATED", isWide: true) { $1.time($0.createTime, absent: "") },
    Column("REVISION", isWide: true) { String($0.revision) },
  ]

  var json: JSON {
    [
      "id": .int(id),
      "principal_id": .int(principalID),
      "label": .string(label),
      "create_time": JSON(createTime),
      "expire_time": JSON(expireTime),
      "last_used_time": JSON(lastUsedTime),
      "revoke_time": JSON(revokeTime),
      "revision": .int(revision),
    ]
  }
}
