import Mail
import RPC
import RosterProto
import SQL

// The user's address.
extension CredentialService {
  package var changeEmail: UnaryHandler<ChangeEmailRequest, ChangeEmailResponse> {
    run.write(.ownSession(.credentials(needsReauthentication: true))) { request, context in
      let (_, user) = try Self.caller(context)
      let email = try TextRules.email(request.email, "email")
      try Link.countSend(to: email, context)
      var changes = EventChanges()
      changes.note("email", from: user.email, to: email)
      try context.record("user.email_change_requested", .user(user.id), changes)
      let end = try Link.send(.email, of: user, to: email, context)
      if EmailAddress.key(email) != EmailAddress.key(user.email) {
        try context.mail(.emailChangeRequested, to: MailRecipient(user), ["new_email": email])
      }
      return ChangeEmailResponse(expireTime: Timestamp(end))
    }
  }

  package var verifyEmail: UnaryHandler<VerifyEmailRequest, User> {
    run.write(.grant(.sessionsBroker, users: .anyone, session: .credentials())) { request, context in
      let link = try Link.find(request.token, for: .email, at: context.now, context.db)
      if case .user(let caller) = context.caller, caller.id != link.userID { throw RPCError.linkInvalid }
      let user = try UserQueries.user(id: link.userID, at: context.now, context.db)
      try LinkQueries.delete(.email, of: user.id, context.db)
      return try UserService.update(
        user,
        to: UserProfile(of: user).with(email: link.email),
        verifiesEmail: true,
        context
      )
    }
  }
}
