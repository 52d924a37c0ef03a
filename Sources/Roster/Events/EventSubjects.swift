import RosterProto

// What events record about these messages: the changed values, not update times or revisions.
extension User: EventSubject {
  static var empty: User { User() }

  func note(in changes: inout EventChanges, from before: User) {
    changes.note("email", from: before.email, to: email)
    changes.note("first_name", from: before.firstName, to: firstName)
    changes.note("last_name", from: before.lastName, to: lastName)
    changes.note("language", from: before.language, to: language)
    changes.note("state", from: before.state, to: state)
    changes.note("two_factor_enabled", from: before.twoFactorEnabled, to: twoFactorEnabled)
    changes.note("security_question_set", from: before.securityQuestionSet, to: securityQuestionSet)
    changes.note("email_verified", from: before.emailVerified, to: emailVerified)
    changes.note("verification", from: before.verification, to: verification)
    changes.note("password_set", from: before.passwordSet, to: passwordSet)
    changes.note("two_factor_required", from: before.twoFactorRequired, to: twoFactorRequired)
  }
}

extension Account: EventSubject {
  static var empty: Account { Account() }

  func note(in changes: inout EventChanges, from before: Account) {
    changes.note("name", from: before.name, to: name)
    changes.note("state", from: before.state, to: state)
    changes.note("owner_user_id", from: before.ownerUserID, to: ownerUserID)
    changes.note("two_factor_required", from: before.twoFactorRequired, to: twoFactorRequired)
  }
}

extension Membership: EventSubject {
  static var empty: Membership { Membership() }

  func note(in changes: inout EventChanges, from before: Membership) {
    changes.note("owner", from: before.owner, to: owner)
    changes.note("permissions", from: before.permissions, to: permissions)
    changes.note("expire_time", from: before.expireTime, to: expireTime)
  }
}

extension Mail: EventSubject {
  static var empty: Mail { Mail() }

  func note(in changes: inout EventChanges, from before: Mail) {
    changes.note("state", from: before.state, to: state)
    changes.note("attempt_count", from: before.attemptCount, to: attemptCount)
  }
}

extension Invitation: EventSubject {
  static var empty: Invitation { Invitation() }

  func note(in changes: inout EventChanges, from before: Invitation) {
    changes.note("email", from: before.email, to: email)
    changes.note("permissions", from: before.permissions, to: permissions)
    changes.note("membership_expire_time", from: before.membershipExpireTime, to: membershipExpireTime)
    changes.note("language", from: before.language, to: language)
    changes.note("state", from: before.state, to: state)
    changes.note("expire_time", from: before.expireTime, to: expireTime)
    changes.note("accepted_by_user_id", from: before.acceptedByUserID, to: acceptedByUserID)
  }
}
