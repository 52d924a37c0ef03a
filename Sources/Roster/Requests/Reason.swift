import RPC

/// Why Roster refuses, for programs: the reasons of `error_reason.proto`, each bound to its code.
package enum Reason: String, Sendable, CaseIterable {
  case malformedMessage = "MALFORMED_MESSAGE"
  case invalidField = "INVALID_FIELD"
  case invalidPageToken = "INVALID_PAGE_TOKEN"

  case tokenMissing = "TOKEN_MISSING"
  case tokenMalformed = "TOKEN_MALFORMED"
  case tokenInvalid = "TOKEN_INVALID"
  case tokenRevoked = "TOKEN_REVOKED"
  case tokenExpired = "TOKEN_EXPIRED"
  case grantMissing = "GRANT_MISSING"

  case messageTooLarge = "MESSAGE_TOO_LARGE"
  case overloaded = "OVERLOADED"
  case shuttingDown = "SHUTTING_DOWN"
  case deadlineExceeded = "DEADLINE_EXCEEDED"
  case `internal` = "INTERNAL"

  case userNotFound = "USER_NOT_FOUND"
  case accountNotFound = "ACCOUNT_NOT_FOUND"
  case membershipNotFound = "MEMBERSHIP_NOT_FOUND"
  case serviceNotFound = "SERVICE_NOT_FOUND"

  case emailTaken = "EMAIL_TAKEN"
  case membershipExists = "MEMBERSHIP_EXISTS"
  case revisionMismatch = "REVISION_MISMATCH"

  case userHasAccounts = "USER_HAS_ACCOUNTS"
  case accountClosed = "ACCOUNT_CLOSED"
  case accountNotClosed = "ACCOUNT_NOT_CLOSED"
  case ownerNotEditable = "OWNER_NOT_EDITABLE"
  case ownerNotRemovable = "OWNER_NOT_REMOVABLE"
  case alreadyOwner = "ALREADY_OWNER"
  case notAMember = "NOT_A_MEMBER"
  case membershipExpired = "MEMBERSHIP_EXPIRED"
  case invitationsUnavailable = "INVITATIONS_UNAVAILABLE"

  package var code: Code {
    switch self {
    case .malformedMessage, .invalidField, .invalidPageToken: .invalidArgument
    case .tokenMissing, .tokenMalformed, .tokenInvalid, .tokenRevoked, .tokenExpired: .unauthenticated
    case .grantMissing: .permissionDenied
    case .messageTooLarge, .overloaded: .resourceExhausted
    case .shuttingDown: .unavailable
    case .deadlineExceeded: .deadlineExceeded
    case .internal: .internal
    case .userNotFound, .accountNotFound, .membershipNotFound, .serviceNotFound: .notFound
    case .emailTaken, .membershipExists: .alreadyExists
    case .revisionMismatch: .aborted
    case .userHasAccounts, .accountClosed, .accountNotClosed, .ownerNotEditable, .ownerNotRemovable,
      .alreadyOwner, .notAMember, .membershipExpired, .invitationsUnavailable:
      .failedPrecondition
    }
  }
}

extension RPCError {
  /// The domain under which Roster's reasons stand in an `ErrorInfo`.
  package static let domain = "roster"

  /// A refusal.
  ///
  /// - Parameters:
  ///   - message: for people: what is wrong, and what to do next.
  ///   - metadata: what `error_reason.proto` says this reason brings.
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

  /// A field that is not as it must be. `description` reads on from the field's name: "must not be empty".
  package static func invalid(_ field: String, _ description: String) -> RPCError {
    var error = RPCError(.invalidField, "\(field) \(description).")
    let violation = BadRequest.FieldViolation(field: field, description: description)
    error.details.append(.badRequest(BadRequest(fieldViolations: [violation])))
    return error
  }

  /// A queue that is full: nothing was done.
  package static func overloaded(_ what: String) -> RPCError {
    var error = RPCError(.overloaded, "The server has too many \(what) waiting. Try again in a moment.")
    let delay = ProtoDuration(seconds: 0, nanos: Int32(Limits.overloadRetryMilliseconds) * 1_000_000)
    error.details.append(.retryInfo(RetryInfo(retryDelay: delay)))
    return error
  }

  /// An entity that changed since the caller read it.
  package static func revisionMismatch(_ what: String, expected: Int64, current: Int64) -> RPCError {
    RPCError(
      .revisionMismatch,
      "\(what) is at revision \(current), not \(expected): it changed since you read it. Read it again, "
        + "then decide.",
      ["expected_revision": "\(expected)", "current_revision": "\(current)"]
    )
  }
}
