import ProtobufC
import RPC
import RosterProto

// Those of sign-in.
extension Samples {
  private static let session = Session(
    id: 7,
    userID: 7,
    stage: .enrolment,
    accountID: 7,
    methods: [.password, .passkey],
    authenticateTime: time,
    deviceLabel: text,
    sourceAddress: text,
    createTime: time,
    lastUseTime: time,
    expireTime: time,
    impersonator: ProtoActor(kind: .staff, id: 1, name: text),
    revision: 7
  )
  private static let passkey = Passkey(
    id: 7,
    userID: 7,
    label: text,
    credentialID: [1, 0, 255],
    aaguid: [1, 0, 255],
    backedUp: true,
    createTime: time,
    lastUseTime: time,
    revision: 7
  )
  private static let assertion = PasskeyAssertion(
    credentialID: [1, 0, 255],
    clientData: [1, 0, 255],
    authenticatorData: [1, 0, 255],
    signature: [1, 0, 255],
    userHandle: [1, 0, 255]
  )
  private static let challenge = PasskeyChallenge(
    challenge: [1, 0, 255],
    relyingPartyID: text,
    credentialIDs: [[1], [2, 0]],
    expireTime: time
  )

  static let signIn: [any Message] = [
    session, passkey, assertion, challenge,
    SignInRequest(
      email: text,
      password: text,
      deviceLabel: text,
      sourceAddress: text,
      trustedDeviceToken: text
    ),
    SignInResponse(
      session: session,
      sessionToken: text,
      secondFactors: [.password, .passkey],
      passkeyChallenge: challenge,
      trustedDeviceToken: text,
      recoveryCodesLeft: 7,
      user: User(id: 1, passwordSet: true, twoFactorRequired: true)
    ),
    CompleteSecondFactorRequest(
      sessionToken: text,
      code: text,
      passkeyAssertion: assertion,
      trustDevice: true,
      sourceAddress: text
    ),
    BeginPasskeySignInRequest(),
    BeginPasskeySignInResponse(challenge: challenge),
    SignInWithPasskeyRequest(assertion: assertion, deviceLabel: text, sourceAddress: text),
    ValidateSessionRequest(sessionToken: text),
    ValidateSessionResponse(
      session: session,
      user: User(id: 1, passwordSet: true, twoFactorRequired: true),
      account: Account(id: 1, twoFactorRequired: true),
      isOwner: true,
      permissions: [.tickets]
    ),
    SwitchAccountRequest(sessionToken: text, accountID: 7),
    SignOutRequest(sessionToken: text),
    SignOutResponse(revision: 7),
    ListSessionsRequest(userID: 7, pageSize: 7, pageToken: text),
    ListSessionsResponse(sessions: [session], nextPageToken: text),
    RevokeSessionRequest(userID: 7, sessionID: 7),
    RevokeSessionResponse(revision: 7),
    RevokeAllSessionsRequest(userID: 7, ownSessionToo: true),
    RevokeAllSessionsResponse(revokedCount: 7, revision: 7),
    ImpersonateUserRequest(userID: 7, reason: text),
    BeginPasskeyRegistrationRequest(),
    BeginPasskeyRegistrationResponse(
      challenge: [1, 0, 255],
      relyingPartyID: text,
      relyingPartyName: text,
      userHandle: [1, 0, 255],
      userName: text,
      userDisplayName: text,
      algorithms: [-7, -8],
      excludeCredentialIDs: [[1], [2, 0]],
      expireTime: time
    ),
    RegisterPasskeyRequest(
      label: text,
      credentialID: [1, 0, 255],
      clientData: [1, 0, 255],
      attestationObject: [1, 0, 255]
    ),
    ListPasskeysRequest(userID: 7, pageSize: 7, pageToken: text),
    ListPasskeysResponse(passkeys: [passkey], nextPageToken: text),
    RemovePasskeyRequest(userID: 7, passkeyID: 7),
    RemovePasskeyResponse(revision: 7),
    ChangePasswordRequest(currentPassword: text, newPassword: text),
    GetSecurityQuestionRequest(email: text),
    GetSecurityQuestionResponse(question: text),
    RequestPasswordResetRequest(email: text, answer: text, sourceAddress: text),
    RequestPasswordResetResponse(),
    CompletePasswordResetRequest(token: text, newPassword: text),
    CompletePasswordResetResponse(revision: 7),
    ReauthenticateRequest(password: text, code: text, passkeyAssertion: assertion),
    ChangeEmailRequest(email: text),
    ChangeEmailResponse(expireTime: time),
    VerifyEmailRequest(token: text),
    EnrolTwoFactorRequest(),
    EnrolTwoFactorResponse(totpSecret: text, otpauthUri: text),
    ConfirmTwoFactorRequest(code: text),
    RecoveryCodes(codes: text, revision: 7),
    DisableOwnTwoFactorRequest(),
    SetSecurityQuestionRequest(question: text, answer: text, currentAnswer: text),
    RegenerateRecoveryCodesRequest(),
    SendPasswordResetRequest(userID: 7),
    SendPasswordResetResponse(expireTime: time, revision: 7),
    OwnershipOffer(
      accountID: 7,
      userID: 7,
      formerOwnerPermissions: [.tickets],
      createTime: time,
      expireTime: time,
      revision: 7
    ),
    OfferOwnershipRequest(
      accountID: 7,
      newOwnerUserID: 7,
      formerOwnerPermissions: PermissionSet(permissions: [.tickets])
    ),
    GetOwnershipOfferRequest(accountID: 7),
    AcceptOwnershipOfferRequest(accountID: 7),
    CancelOwnershipOfferRequest(accountID: 7),
    CancelOwnershipOfferResponse(revision: 7),
  ]
}
