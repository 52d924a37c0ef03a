/// All mails. A raw value names the template's files and is stored in the outbox.
package enum MailTemplate: String, Sendable, CaseIterable {
  /// To a person invited to an account; the address may not have a user yet.
  case invitation
  /// The same, with a new link; the former one no longer works.
  case invitationResent = "invitation_resent"
  case invitationCancelled = "invitation_cancelled"
  /// To a user with an invitation who was given access before answering it.
  case accessGranted = "access_granted"
  /// To a user who is no longer a member of an account.
  case accessRemoved = "access_removed"
  /// To a user to whom the owner of an account offers the ownership.
  case ownershipOffered = "ownership_offered"
  /// To the new owner of an account.
  case ownershipReceived = "ownership_received"
  /// To the former owner of an account.
  case ownershipGiven = "ownership_given"
  /// To an address that a user has or wants, which its reader is to confirm.
  case emailVerification = "email_verification"
  /// To the present address of a user, when another is requested, so that an attacker cannot request it
  /// unnoticed. The address has not changed yet.
  case emailChangeRequested = "email_change_requested"
  /// To the former address of a user, so that an attacker cannot change it unnoticed.
  case emailChangedOld = "email_changed_old"
  /// To the new address of a user.
  case emailChangedNew = "email_changed_new"
  /// To a user who is asked to prove their identity.
  case verificationRequested = "verification_requested"
  /// To a user who may choose a new password with the link; requested by the user or by staff.
  case passwordReset = "password_reset"
  /// To a user whose password was changed or reset, which ended all other sessions.
  case passwordChanged = "password_changed"
  /// To a user who has turned on a second factor.
  case twoFactorEnabled = "two_factor_enabled"
  /// To a user whose second factor was turned off, by the user or by staff.
  case twoFactorDisabled = "two_factor_disabled"
  /// To a user who has a new passkey.
  case passkeyAdded = "passkey_added"
  /// To a user one of whose passkeys was removed.
  case passkeyRemoved = "passkey_removed"
  /// To a user who has new recovery codes; the former ones no longer work.
  case recoveryCodesReplaced = "recovery_codes_replaced"
  /// To a user whose security question was changed.
  case securityQuestionChanged = "security_question_changed"
  /// To a user who has signed in from a device that was not seen before.
  case newDevice = "new_device"
  /// To a user in whose name a member of staff opened a session.
  case impersonated
}
