import RPC
import RosterProto

// Signing in by a passkey.
extension SessionService {
  package var beginPasskeySignIn: UnaryHandler<BeginPasskeySignInRequest, BeginPasskeySignInResponse> {
    run.write(.grant(.sessionsBroker)) { _, context in
      BeginPasskeySignInResponse(challenge: try PasskeyCheck(context).assertionChallenge(for: 0))
    }
  }

  package var signInWithPasskey: UnaryHandler<SignInWithPasskeyRequest, SignInResponse> {
    run.write(.grant(.sessionsBroker)) { request, context in
      guard let assertion = request.assertion else {
        throw RPCError.invalid("assertion", "must not be empty")
      }
      let device = try TextRules.name(request.deviceLabel, "device_label")
      let source = try TextRules.sourceAddress(request.sourceAddress, "source_address")
      let throttle = Throttle([], source: source)
      try throttle.admit(at: context.now, context.db)
      let id = try PasskeyCheck(context).verify(assertion, of: nil, needsUserVerification: true)
      let user = try id.map { try UserQueries.user(id: $0, at: context.now, context.db) }
      guard let user, user.state != .locked else {
        try throttle.countFailure(at: context.now, context.db)
        try Self.recordRefusal(of: user, from: source, context)
        throw CommittedRefusal(error: .signInRefused)
      }
      return try SignIn(of: user, deviceLabel: device, sourceAddress: source, context).open(.passkey)
    }
  }
}
