import RosterClient

extension ServerInfo: Presentable {
  static let blank = ServerInfo(limits: ServerLimits())

  static let columns: [Column<ServerInfo>] = [
    Column("NAME") { $0.name },
    Column("VERSION") { $0.version },
    Column("STARTED") { $1.time($0.startTime, absent: "") },
    Column("SCHEMA VERSION") { String($0.schemaVersion) },
    Column("SQLITE") { $0.sqliteVersion },
    Column("PROTOBUF-C") { $0.protobufCVersion },
    Column("FRAME BYTES", isWide: true) { String($0.limits?.frameBytes ?? 0) },
    Column("METADATA BYTES", isWide: true) { String($0.limits?.metadataBytes ?? 0) },
    Column("STREAMS A CONNECTION", isWide: true) { String($0.limits?.streamsPerConnection ?? 0) },
    Column("PAGE SIZE", isWide: true) { String($0.limits?.pageSize ?? 0) },
    Column("BATCH SIZE", isWide: true) { String($0.limits?.batchSize ?? 0) },
    Column("E-MAIL BYTES", isWide: true) { String($0.limits?.emailBytes ?? 0) },
    Column("NAME CODE POINTS", isWide: true) { String($0.limits?.nameCodePoints ?? 0) },
  ]

  var json: JSON {
    [
      "name": .string(name),
      "version": .string(version),
      "start_time": JSON(startTime),
      "schema_version": .int(Int64(schemaVersion)),
      "sqlite_version": .string(sqliteVersion),
      "protobuf_c_version": .string(protobufCVersion),
      "limits": limits?.json ?? .null,
    ]
  }
}

extension ServerLimits {
  /// All fields, with their names in the contract.
  var json: JSON {
    [
      "frame_bytes": .int(Int64(frameBytes)),
      "metadata_bytes": .int(Int64(metadataBytes)),
      "streams_per_connection": .int(Int64(streamsPerConnection)),
      "page_size": .int(Int64(pageSize)),
      "batch_size": .int(Int64(batchSize)),
      "email_bytes": .int(Int64(emailBytes)),
      "name_code_points": .int(Int64(nameCodePoints)),
    ]
  }
}

extension GetCallerResponse: Presentable {
  static let blank = GetCallerResponse(caller: ProtoActor())

  static let columns: [Column<GetCallerResponse>] = [
    Column("KIND") { $0.caller?.kind.name ?? "" },
    Column(id: "ID") { $0.caller?.id ?? 0 },
    Column("NAME") { $0.caller?.name ?? "" },
    Column("ROLE") { $0.role },
    Column("GRANTS") { $0.grants.joined(separator: ",") },
  ]

  var json: JSON {
    [
      "caller": caller?.json ?? .null,
      "role": .string(role),
      "grants": .array(grants.map { .string($0) }),
    ]
  }
}
