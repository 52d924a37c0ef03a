import RPC

/// The machine-readable reasons of `error_reason.proto`, each with its status code.
package enum Reason: String, Sendable, CaseIterable {
  case malformedMessage = "MALFORMED_MESSAGE"
  case invalidField = "INVALID_FIELD"
  case invalidPageToken = "INVALID_PAGE_TOKEN"
  case invalidMetadata = "INVALID_METADATA"

  case tokenMissing = "TOKEN_MISSING"
  case tokenMalformed = "TOKEN_MALFORMED"
  case tokenInvalid = "TOKEN_INVALID"
  case tokenRevoked = "TOKEN_REVOKED"
  case tokenExpired = "TOKEN_EXPIRED"
  case grantMissing = "GRANT_MISSING"
  case staffOnly = "STAFF_ONLY"
  case selfOnly = "SELF_ONLY"
  case ownerOnly = "OWNER_ONLY"
  case accessDenied = "ACCESS_DENIED"
  case clientUserManagementDisabled = "CLIENT_USER_MANAGEMENT_DISABLED"
  case emailNotWritable = "EMAIL_NOT_WRITABLE"
  case grantNotHeld = "GRANT_NOT_HELD"
  case invitationWrongUser = "INVITATION_WRONG_USER"

  case messageTooLarge = "MESSAGE_TOO_LARGE"
  case overloaded = "OVERLOADED"
  case rateLimited = "RATE_LIMITED"
  case shuttingDown = "SHUTTING_DOWN"
  case deadlineExceeded = "DEADLINE_EXCEEDED"
  case outcomeUnknown = "OUTCOME_UNKNOWN"
  case `internal` = "INTERNAL"
  case dataLoss = "DATA_LOSS"

  case userNotFound = "USER_NOT_FOUND"
  case accountNotFound = "ACCOUNT_NOT_FOUND"
  case membershipNotFound = "MEMBERSHIP_NOT_FOUND"
  case serviceNotFound = "SERVICE_NOT_FOUND"
  case invitationNotFound = "INVITATION_NOT_FOUND"
  case mailNotFound = "MAIL_NOT_FOUND"
  case principalNotFound = "PRINCIPAL_NOT_FOUND"
  case roleNotFound = "ROLE_NOT_FOUND"
  case keyNotFound = "KEY_NOT_FOUND"

  case emailTaken = "EMAIL_TAKEN"
  case membershipExists = "MEMBERSHIP_EXISTS"
  case requestIDReused = "REQUEST_ID_REUSED"
  case invitationExists = "INVITATION_EXISTS"
  case principalExists = "PRINCIPAL_EXISTS"
  case roleExists = "ROLE_EXISTS"
  case revisionMismatch = "REVISION_MISMATCH"

  case userHasAccounts = "USER_HAS_ACCOUNTS"
  case accountClosed = "ACCOUNT_CLOSED"
  case accountNotClosed = "ACCOUNT_NOT_CLOSED"
  case ownerNotEditable = "OWNER_NOT_EDITABLE"
  case ownerNotRemovable = "OWNER_NOT_REMOVABLE"
  case alreadyOwner = "ALREADY_OWNER"
  case notAMember = "NOT_A_MEMBER"
  case membershipExpired = "MEMBERSHIP_EXPIRED"
  case invitationAccepted = "INVITATION_ACCEPTED"
  case invitationDeclined = "INVITATION_DECLINED"
  case invitationCancelled = "INVITATION_CANCELLED"
  case invitationExpired = "INVITATION_EXPIRED"
  case tooManyInvitations = "TOO_MANY_INVITATIONS"
  case userLocked = "USER_LOCKED"
  case userNotLocked = "USER_NOT_LOCKED"
  case twoFactorNotEnabled = "TWO_FACTOR_NOT_ENABLED"
  case securityQuestionNotSet = "SECURITY_QUESTION_NOT_SET"
  case userHasNoOrder = "USER_HAS_NO_ORDER"
  case verificationState = "VERIFICATION_STATE"
  case roleBuiltIn = "ROLE_BUILT_IN"
  case roleInUse = "ROLE_IN_USE"
  case keyRevoked = "KEY_REVOKED"
  case lastOwnerKey = "LAST_OWNER_KEY"
  case mailNotFailed = "MAIL_NOT_FAILED"

  package var code: Code {
    switch self {
    case .malformedMessage, .invalidField, .invalidPageToken, .invalidMetadata: .invalidArgument
    case .tokenMissing, .tokenMalformed, .tokenInvalid, .tokenRevoked, .tokenExpired: .unauthenticated
    case .grantMissing, .staffOnly, .selfOnly, .ownerOnly, .accessDenied, .clientUserManagementDisabled,
      .emailNotWritable, .grantNotHeld, .invitationWrongUser:
      .permissionDenied
    case .messageTooLarge, .overloaded, .rateLimited: .resourceExhausted
    case .shuttingDown: .unavailable
    case .deadlineExceeded: .deadlineExceeded
    case .outcomeUnknown: .unknown
    case .internal: .internal
    case .dataLoss: .dataLoss
    case .userNotFound, .accountNotFound, .membershipNotFound, .serviceNotFound, .invitationNotFound,
      .mailNotFound, .principalNotFound, .roleNotFound, .keyNotFound:
      .notFound
    case .emailTaken, .membershipExists, .requestIDReused, .invitationExists, .principalExists, .roleExists:
      .alreadyExists
    case .revisionMismatch: .aborted
    case .userHasAccounts, .accountClosed, .accountNotClosed, .ownerNotEditable, .ownerNotRemovable,
      .alreadyOwner, .notAMember, .membershipExpired, .invitationAccepted, .invitationDeclined,
      .invitationCancelled, .invitationExpired,
      .tooManyInvitations, .userLocked, .userNotLocked, .twoFactorNotEnabled,
      .securityQuestionNotSet, .userHasNoOrder, .verificationState, .roleBuiltIn, .roleInUse, .keyRevoked,
      .lastOwnerKey, .mailNotFailed:
      .failedPrecondition
    }
  }
}

extension RPCError {
  /// The domain of Roster's reasons in an `ErrorInfo`.
  package static let domain = "roster"

  /// A refusal.
  ///
  /// - Parameters:
  ///   - message: for people: what is wrong, and what to do next.
  ///   - metadata: the entries that `error_reason.proto` lists for this reason.
  package init(
    _ reason: Reason,
    _ message: String,
    _ metadata: KeyValuePairs<String, String> = [:],
    cause: (any Error)? = nil
  ) {
    let info = ErrorInfo(
      reason: reason.rawValue,
      domain: Self.domain,
      metadata: metadata.map { ErrorInfo.MetadataEntry(key: $0.key, value: $0.value) }
    )
    self.init(reason.code, message, details: [.errorInfo(info)], cause: cause)
  }

  /// An invalid field. `description` reads on from the field's name: "must not be empty".
  package static func invalid(_ field: String, _ description: String) -> RPCError {
    var error = RPCError(.invalidField, "\(field) \(description).")
    let violation = BadRequest.FieldViolation(field: field, description: description)
    error.details.append(.badRequest(BadRequest(fieldViolations: [violation])))
    return error
  }

  /// A full queue: nothing was done.
  package static func overloaded(_ what: String) -> RPCError {
    var error = RPCError(.overloaded, "The server has too many \(what) waiting. Try again in a moment.")
    let delay = ProtoDuration(seconds: 0, nanos: Int32(Limits.overloadRetryMilliseconds) * 1_000_000)
    error.details.append(.retryInfo(RetryInfo(retryDelay: delay)))
    return error
  }

  /// An entity has changed since the caller read it.
  package static func revisionMismatch(_ what: String, expected: Int64, current: Int64) -> RPCError {
    RPCError(
      .revisionMismatch,
      "\(what) is at revision \(current), not \(expected): it changed since you read it. Read it again, "
        + "then decide.",
      ["expected_revision": "\(expected)", "current_revision": "\(current)"]
    )
  }
}
