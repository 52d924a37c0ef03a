import Credentials
import Mail
import RPC
import RosterProto
import SQL

// A new password by mail, and the security question that is asked before.
extension CredentialService {
  package var getSecurityQuestion: UnaryHandler<GetSecurityQuestionRequest, GetSecurityQuestionResponse> {
    run.point(.grant(.sessionsBroker)) { [questions] request, context in
      let email = try TextRules.email(request.email, "email")
      let user = try UserQueries.userIfAny(email: email, at: context.now, context.db)
      let question = try questions.question(for: email, user: user, context.settings, context.db)
      return GetSecurityQuestionResponse(question: question)
    }
  }

  package var requestPasswordReset: UnaryHandler<RequestPasswordResetRequest, RequestPasswordResetResponse> {
    let check = Computation<RequestPasswordResetRequest, PasswordCheck?>(
      mebibytes: Passwords.mebibytes,
      reading: { request, context in
        let reset = try ResetRequest(request, at: context.now, context.db)
        try reset.throttle.admit(at: context.now, context.db)
        let stored = try SecurityQuestionQueries.stored(of: reset.user?.id ?? 0, context.db)
        return (hash: stored?.hash, isAsked: !context.settings.securityQuestions.isEmpty)
      },
      { [passwords] request, input in
        guard input.isAsked else { return nil }
        return try PasswordCheck(answer: request.answer, with: input.hash, passwords)
      }
    )
    return run.compute(
      .grant(.sessionsBroker),
      check,
      thenWrite: { request, check, context in
        let reset = try ResetRequest(request, at: context.now, context.db)
        try reset.throttle.admit(at: context.now, context.db)
        // Each request counts, right or wrong: for every address alike.
        try reset.throttle.countFailure(at: context.now, context.db)
        try Link.countSend(to: request.email, context)
        if let user = reset.user, user.state != .locked, try Self.mayReset(user, check, context) {
          try context.record(
            "user.password_reset_requested",
            .user(user.id),
            for: context.represented(user),
            EventChanges()
          )
          _ = try Link.send(.passwordReset, of: user, to: user.email, context)
        }
        return RequestPasswordResetResponse()
      }
    )
  }

  package var completePasswordReset: UnaryHandler<CompletePasswordResetRequest, CompletePasswordResetResponse>
  {
    let work = Computation<CompletePasswordResetRequest, String>(
      mebibytes: Passwords.mebibytes,
      reading: { request, context in
        let link = try Link.find(request.token, for: .passwordReset, at: context.now, context.db)
        guard !request.newPassword.isEmpty else {
          throw RPCError.invalid("new_password", "must not be empty")
        }
        let user = try UserQueries.user(id: link.userID, at: context.now, context.db)
        return Passwords.context(of: user, context.settings)
      },
      { [passwords] request, words in
        try passwords.hash(request.newPassword, field: "new_password", context: words)
      }
    )
    return run.compute(
      .grant(.sessionsBroker),
      work,
      thenWrite: { request, hash, context in
        // Of several calls at the same time, one finds the link.
        let link = try Link.find(request.token, for: .passwordReset, at: context.now, context.db)
        let user = try UserQueries.user(id: link.userID, at: context.now, context.db)
        guard user.state != .locked else { throw RPCError.userLocked(user.id) }
        try LinkQueries.delete(.passwordReset, of: user.id, context.db)
        let isAddressProved = EmailAddress.key(link.email) == EmailAddress.key(user.email)
        let changed = try Self.set(
          hash,
          of: user,
          verifiesEmail: isAddressProved,
          "user.password_reset",
          context
        )
        try SessionEnding(.passwordReset, context).endAll(of: user.id)
        try Throttle([.address(user.email), .user(user.id)]).forget(context.db)
        return CompletePasswordResetResponse(revision: changed.revision)
      }
    )
  }

  package var setSecurityQuestion: UnaryHandler<SetSecurityQuestionRequest, User> {
    struct Answers: Sendable {
      let check: PasswordCheck?
      let hash: String
    }
    let work = Computation<SetSecurityQuestionRequest, Answers>(
      mebibytes: Passwords.mebibytes,
      reading: { request, context in
        let (_, user) = try Self.caller(context)
        try Self.checkQuestion(request.question, context.settings)
        try Throttle([.user(user.id)]).admit(at: context.now, context.db)
        return try SecurityQuestionQueries.stored(of: user.id, context.db)?.hash
      },
      { [passwords] request, stored in
        Answers(
          check: try stored.map { try PasswordCheck(answer: request.currentAnswer, with: $0, passwords) },
          hash: try passwords.hash(answer: request.answer, field: "answer")
        )
      }
    )
    let rule = SessionRule.credentials(needsReauthentication: true)
    return run.compute(
      .ownSession(rule),
      work,
      thenWrite: { request, answers, context in
        let (_, user) = try Self.caller(context)
        let throttle = Throttle([.user(user.id)])
        try throttle.admit(at: context.now, context.db)
        let stored = try SecurityQuestionQueries.stored(of: user.id, context.db)
        guard stored?.hash == answers.check?.storedHash, answers.check?.isRight ?? true else {
          throw try Self.reauthenticationRefused(user, throttle, context)
        }
        try throttle.forget(context.db)
        try SecurityQuestionQueries.set(request.question, answers.hash, of: user.id, context.db)
        let columns: KeyValuePairs<String, any SQLValue> = ["security_question_set": true]
        let changed = try UserService.change(columns, of: user, "user.security_question_changed", context)
        try context.mail(.securityQuestionChanged, to: MailRecipient(user), [:])
        return changed
      }
    )
  }

  /// Whether the answer to the user's security question lets a reset mail go out.
  private static func mayReset(_ user: User, _ check: PasswordCheck?, _ context: WriteContext) throws -> Bool
  {
    guard let check else { return context.settings.securityQuestions.isEmpty }
    let stored = try SecurityQuestionQueries.stored(of: user.id, context.db)
    return stored?.hash == check.storedHash && (stored == nil || check.isRight)
  }

  /// - Throws: `SECURITY_QUESTIONS_DISABLED`, `INVALID_FIELD`.
  private static func checkQuestion(_ question: String, _ settings: Settings) throws(RPCError) {
    guard !settings.securityQuestions.isEmpty else {
      throw RPCError(.securityQuestionsDisabled, "There are no security questions on offer.")
    }
    guard settings.securityQuestions.contains(question) else {
      throw .invalid("question", "must be one of the questions on offer")
    }
  }
}

/// What a request for a reset comes from.
private struct ResetRequest {
  /// Nil for an unknown address.
  let user: User?
  let throttle: Throttle

  /// - Throws: `INVALID_FIELD`.
  init(_ request: RequestPasswordResetRequest, at now: Time, _ db: any Connection) throws {
    let email = try TextRules.email(request.email, "email")
    let source = try TextRules.sourceAddress(request.sourceAddress, "source_address")
    user = try UserQueries.userIfAny(email: email, at: now, db)
    throttle = Throttle([.question(email)], source: source)
  }
}
