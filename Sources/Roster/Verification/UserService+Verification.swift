import Mail
import RPC
import RosterProto

// The verification of users' identities.
extension UserService {
  private static let provider: any VerificationProvider = ManualVerification()

  package var getVerification: UnaryHandler<GetVerificationRequest, UserVerification> {
    run.point(.grant(.usersRead)) { request, context in
      let id = try Checks.id(request.userID, "user_id")
      let user = try UserQueries.user(id: id, at: context.now, context.db)
      return UserVerification(user, try VerificationQueries.record(of: user.id, context.db))
    }
  }

  package var initiateVerification: UnaryHandler<InitiateVerificationRequest, UserVerification> {
    run.write(.grant(.verificationManage)) { request, context in
      let user = try Self.user(request.userID, "user_id", request.expectedRevision, context)
      let lifetime = context.settings.verificationLifetime?.seconds ?? 0
      let end = Time(microseconds: context.now.microseconds + lifetime * 1_000_000)
      let kind = "user.verification_initiated"
      let requested = try Self.move(user, to: .requested, kind, context) { record in
        record.initiate(provider: Self.provider.name, at: context.now, until: end)
      }
      try context.mail(
        .verificationRequested,
        to: MailRecipient(user),
        ["expire_time": Timestamp(end).mailText],
        about: .verification(user: user.id),
        until: end
      )
      return requested
    }
  }

  package var recordVerification: UnaryHandler<RecordVerificationRequest, UserVerification> {
    run.write(.grant(.verificationManage)) { request, context in
      let stages: [Verification] = [.submitted, .verified, .failed]
      guard stages.contains(request.stage) else {
        throw RPCError.invalid("stage", "must be submitted, verified or failed")
      }
      let note = try TextRules.note(request.note, "note")
      let user = try Self.user(request.userID, "user_id", request.expectedRevision, context)
      return try Self.move(user, to: request.stage, "user.verification_recorded", context) { record in
        record.note(request.stage, note, at: context.now)
      }
    }
  }

  package var resetVerification: UnaryHandler<ResetVerificationRequest, UserVerification> {
    run.write(.grant(.verificationManage)) { request, context in
      let user = try Self.user(request.userID, "user_id", request.expectedRevision, context)
      return try Self.move(user, to: .none, "user.verification_reset", context) { $0.reset() }
    }
  }

  package var recordOrder: UnaryHandler<RecordOrderRequest, UserVerification> {
    run.write(.grant(.usersUpdate)) { request, context in
      let id = try Checks.id(request.userID, "user_id")
      let user = try UserQueries.user(id: id, at: context.now, context.db)
      let time = try request.orderTime?.time("order_time") ?? context.now
      guard time <= context.now else { throw RPCError.invalid("order_time", "must not lie in the future") }
      let before = try VerificationQueries.record(of: user.id, context.db)
      try VerificationQueries.recordOrder(at: time, by: user.id, now: context.now, context.db)
      let after = try VerificationQueries.record(of: user.id, context.db)
      guard before?.orderTime != after?.orderTime else { return UserVerification(user, after) }
      let changed = try UserQueries.set([:], of: user.id, context.stamp, context.db)
      var changes = EventChanges()
      changes.note(
        "order_time",
        from: before.map { Timestamp($0.orderTime) },
        to: after.map { Timestamp($0.orderTime) }
      )
      try context.record("user.order_recorded", .user(user.id), changes)
      return UserVerification(changed, after)
    }
  }

  /// Changes the stage of a verification.
  ///
  /// - Throws: `USER_HAS_NO_ORDER` or `VERIFICATION_STATE`.
  private static func move(
    _ user: User,
    to stage: Verification,
    _ kind: String,
    _ context: WriteContext,
    _ change: (inout VerificationRecord) -> Void
  ) throws -> UserVerification {
    let current = user.verification
    guard VerificationRecord.canGo(from: current, to: stage) else {
      throw RPCError(
        .verificationState,
        "The verification of user \(user.id) is \(current.name) and cannot become \(stage.name).",
        ["user_id": "\(user.id)", "stage": current.name]
      )
    }
    guard let before = try VerificationQueries.record(of: user.id, context.db) else {
      throw RPCError(
        .userHasNoOrder,
        "User \(user.id) has placed no order. Record it first.",
        ["user_id": "\(user.id)"]
      )
    }
    var record = before
    change(&record)
    try VerificationQueries.update(record, of: user.id, context.db)
    let changed = try UserQueries.set(
      ["verification": Int64(stage.rawValue), "verification_expire_time": record.expireTime?.microseconds],
      of: user.id,
      context.stamp,
      context.db
    )
    var changes = EventChanges()
    changes.note("verification", from: current, to: changed.verification)
    changes.note("note", from: before.note, to: record.note)
    try context.record(kind, .user(user.id), changes)
    // What was asked for before is answered, or no longer asked for.
    try context.outbox.withdraw(.verification(user: user.id), context.lastStamp, context.db)
    return UserVerification(changed, record)
  }
}

extension UserVerification {
  init(_ user: User, _ record: VerificationRecord?) {
    self.init(
      userID: user.id,
      stage: user.verification,
      provider: record?.provider ?? "",
      orderTime: record.map { Timestamp($0.orderTime) },
      requestTime: record?.requestTime.map { Timestamp($0) },
      submitTime: record?.submitTime.map { Timestamp($0) },
      decideTime: record?.decideTime.map { Timestamp($0) },
      expireTime: record?.expireTime.map { Timestamp($0) },
      note: record?.note ?? "",
      revision: user.revision
    )
  }
}
