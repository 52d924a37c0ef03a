import RPC
import RosterProto

/// What a session begins with.
struct SessionTerms: Sendable {
  /// How long a sign-in may wait for its second factor.
  static let secondFactorSeconds: Int64 = 10 * 60

  var stage: SessionStage
  var methods: AuthenticationMethods
  var deviceLabel: String
  var sourceAddress: String
  var impersonator: ProtoActor?
  var lifetimeMicroseconds: Int64
  var idleMicroseconds: Int64

  /// The terms of a sign-in under these settings.
  init(
    stage: SessionStage,
    methods: AuthenticationMethods,
    deviceLabel: String,
    sourceAddress: String,
    _ settings: Settings
  ) {
    self.stage = stage
    self.methods = methods
    self.deviceLabel = deviceLabel
    self.sourceAddress = sourceAddress
    let seconds = stage == .secondFactor ? Self.secondFactorSeconds : settings.sessionLifetime!.seconds
    lifetimeMicroseconds = seconds * 1_000_000
    idleMicroseconds = settings.sessionIdleLifetime!.seconds * 1_000_000
  }

  /// The terms of a session in which staff act as a user.
  init(impersonator: ProtoActor, _ settings: Settings) {
    stage = .complete
    methods = []
    deviceLabel = ""
    sourceAddress = ""
    self.impersonator = impersonator
    lifetimeMicroseconds = settings.impersonationLifetime!.seconds * 1_000_000
    idleMicroseconds = min(settings.sessionIdleLifetime!.seconds * 1_000_000, lifetimeMicroseconds)
  }
}
