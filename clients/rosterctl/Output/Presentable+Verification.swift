import RosterClient

extension UserVerification: Presentable {
  static let blank = UserVerification()

  static let columns: [Column<UserVerification>] = [
    Column(id: "USER") { $0.userID },
    Column("STAGE") { verification, _ in stageCell(verification.stage) },
    Column("LAST ORDER") { $1.time($0.orderTime) },
    Column("REQUESTED") { $1.time($0.requestTime, absent: "") },
    Column("SUBMITTED") { $1.time($0.submitTime, absent: "") },
    Column("DECIDED") { $1.time($0.decideTime, absent: "") },
    Column("EXPIRES") { $1.time($0.expireTime, absent: "") },
    Column("PROVIDER", isWide: true) { $0.provider },
    Column("NOTE", isWide: true) { $0.note },
    Column("REVISION", isWide: true) { String($0.revision) },
  ]

  private static func stageCell(_ stage: Verification) -> Cell {
    switch stage {
    case .verified: Cell(stage.name, .good)
    case .failed, .expired: Cell(stage.name, .bad)
    case .none: Cell(stage.name, .faint)
    default: Cell(stage.name)
    }
  }

  var json: JSON {
    [
      "user_id": .int(userID),
      "stage": JSON(stage),
      "provider": .string(provider),
      "order_time": JSON(orderTime),
      "request_time": JSON(requestTime),
      "submit_time": JSON(submitTime),
      "decide_time": JSON(decideTime),
      "expire_time": JSON(expireTime),
      "note": .string(note),
      "revision": .int(revision),
    ]
  }
}
