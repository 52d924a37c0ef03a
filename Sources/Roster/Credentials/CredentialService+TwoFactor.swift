import Credentials
import Mail
import RPC
import RosterProto
import SQL

// The authenticator app and the recovery codes.
extension CredentialService {
  private static let enrolling = SessionRule.credentials(
    [.complete, .enrolment],
    needsReauthentication: true
  )

  package var enrolTwoFactor: UnaryHandler<EnrolTwoFactorRequest, EnrolTwoFactorResponse> {
    run.write(.ownSession(Self.enrolling)) { [secondFactors] _, context in
      let (_, user) = try Self.caller(context)
      if let totp = try SecondFactorQueries.totp(of: user.id, context.db), totp.isConfirmed {
        throw RPCError(
          .twoFactorEnabled,
          "There is an authenticator app already. Disable it first.",
          ["user_id": "\(user.id)"]
        )
      }
      let totp = try secondFactors.enrol(user.id, context.db)
      return EnrolTwoFactorResponse(
        totpSecret: totp.secretText,
        otpauthUri: totp.uri(issuer: context.settings.productName, account: user.email)
      )
    }
  }

  package var confirmTwoFactor: UnaryHandler<ConfirmTwoFactorRequest, RecoveryCodes> {
    run.write(.ownSession(.credentials([.complete, .enrolment]))) { [secondFactors] request, context in
      let (_, user) = try Self.caller(context)
      guard let stored = try SecondFactorQueries.totp(of: user.id, context.db), !stored.isConfirmed else {
        throw RPCError(
          .twoFactorNotEnrolled,
          "There is no authenticator app to confirm. Call EnrolTwoFactor first.",
          ["user_id": "\(user.id)"]
        )
      }
      let throttle = Throttle([.user(user.id)])
      try throttle.admit(at: context.now, context.db)
      guard
        try secondFactors.acceptTOTP(request.code, of: user.id, mustBeConfirmed: false, context)
      else {
        try throttle.countFailure(at: context.now, context.db)
        throw CommittedRefusal(
          error: RPCError(.secondFactorRefused, "The code is wrong. Use the present code of the app.")
        )
      }
      let codes = try secondFactors.makeRecoveryCodes(of: user.id, context.db)
      let enabled = try UserService.change(
        ["two_factor_enabled": true],
        of: user,
        "user.two_factor_enabled",
        context
      )
      try context.mail(.twoFactorEnabled, to: MailRecipient(user), [:])
      _ = try Self.progress(try Self.session(context), of: enabled, by: .totp, context)
      return Self.reply(codes, enabled)
    }
  }

  package var disableOwnTwoFactor: UnaryHandler<DisableOwnTwoFactorRequest, User> {
    run.write(.ownSession(.credentials(needsReauthentication: true))) { _, context in
      let (_, user) = try Self.caller(context)
      try Self.requireApp(user, context)
      try SecondFactorQueries.deleteTOTP(of: user.id, context.db)
      let factors = try SecondFactorQueries.factors(of: user.id, context.db)
      let hasOther = factors.methods.contains(.passkey)
      if !hasOther, try SecondFactorRequirement.applies(to: user, context) {
        throw RPCError(
          .twoFactorRequired,
          "A second factor is required, and there is no other one. Register a passkey first.",
          ["user_id": "\(user.id)"]
        )
      }
      try TrustedDeviceQueries.forgetAll(of: user.id, context.db)
      let kind = "user.two_factor_disabled"
      let changed = try UserService.change(["two_factor_enabled": hasOther], of: user, kind, context)
      try context.mail(.twoFactorDisabled, to: MailRecipient(user), [:])
      return changed
    }
  }

  package var regenerateRecoveryCodes: UnaryHandler<RegenerateRecoveryCodesRequest, RecoveryCodes> {
    run.write(.ownSession(.credentials(needsReauthentication: true))) { [secondFactors] _, context in
      let (_, user) = try Self.caller(context)
      try Self.requireApp(user, context)
      let codes = try secondFactors.makeRecoveryCodes(of: user.id, context.db)
      let changed = try UserService.change([:], of: user, "user.recovery_codes_replaced", context)
      try context.mail(.recoveryCodesReplaced, to: MailRecipient(user), [:])
      return Self.reply(codes, changed)
    }
  }

  private static func requireApp(_ user: User, _ context: WriteContext) throws {
    guard let stored = try SecondFactorQueries.totp(of: user.id, context.db), stored.isConfirmed else {
      throw RPCError(
        .twoFactorNotEnabled,
        "There is no authenticator app.",
        ["user_id": "\(user.id)"]
      )
    }
  }

  private static func reply(_ codes: [RecoveryCode], _ user: User) -> RecoveryCodes {
    RecoveryCodes(codes: codes.map(\.text).joined(separator: "\n"), revision: user.revision)
  }
}
