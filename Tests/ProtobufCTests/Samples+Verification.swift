import ProtobufC
import RPC
import RosterProto

extension Samples {
  static let verification: [any Message] = [
    UserVerification(
      userID: 1,
      stage: .failed,
      provider: "manual",
      orderTime: time,
      requestTime: time,
      submitTime: time,
      decideTime: time,
      expireTime: time,
      note: text,
      revision: 2
    ),
    LockUserRequest(userID: 1, expectedRevision: 2),
    UnlockUserRequest(userID: 1, expectedRevision: 2),
    DisableTwoFactorRequest(userID: 1, expectedRevision: 2),
    DisableSecurityQuestionRequest(userID: 1, expectedRevision: 2),
    GetVerificationRequest(userID: 1),
    InitiateVerificationRequest(userID: 1, expectedRevision: 2),
    RecordVerificationRequest(userID: 1, stage: .submitted, note: text, expectedRevision: 2),
    ResetVerificationRequest(userID: 1, expectedRevision: 2),
    RecordOrderRequest(userID: 1, orderTime: time),
  ]
}
