import Credentials
import RPC
import Roster
import RosterProto

extension TestService {
  /// The password of users whose test does not say another one.
  static let password = "correct horse battery"

  // MARK: Clients

  /// - Parameter session: the token of the user for whom the caller calls.
  func signIns(as token: String? = nil, onBehalfOf session: String? = nil) -> SessionServiceClient {
    SessionServiceClient(channel: channel, options: options(token, session))
  }

  func credentials(as token: String? = nil, onBehalfOf session: String? = nil) -> CredentialServiceClient {
    CredentialServiceClient(channel: channel, options: options(token, session))
  }

  func passkeys(as token: String? = nil) -> PasskeyServiceClient {
    PasskeyServiceClient(channel: channel, options: options(token, nil))
  }

  func users(as token: String, onBehalfOf session: String) -> UserServiceClient {
    UserServiceClient(channel: channel, options: options(token, session))
  }

  private func options(_ token: String?, _ session: String?) -> CallOptions {
    var options = Self.options(token ?? rootToken)
    if let session { options.metadata.append((key: "on-behalf-of", value: session)) }
    return options
  }

  // MARK: Signing in

  /// A new user with a password.
  func makeUser(_ firstName: String = "Ada", password: String) async throws -> User {
    let parameters = Argon2Parameters(memoryKiB: 8, passes: 1, lanes: 1)!
    return try await users.createUser(
      CreateUserRequest(
        email: "\(firstName.lowercased())@example.com",
        firstName: firstName,
        passwordHash: try PasswordHash.make(Password(password), parameters).text
      )
    )
  }

  @discardableResult
  func signIn(
    _ email: String = "ada@example.com",
    _ password: String = TestService.password,
    device: String = "",
    source: String = "",
    trusted: String = ""
  ) async throws -> SignInResponse {
    try await signIns().signIn(
      SignInRequest(
        email: email,
        password: password,
        deviceLabel: device,
        sourceAddress: source,
        trustedDeviceToken: trusted
      )
    )
  }

  func complete(
    _ signIn: SignInResponse,
    code: String = "",
    _ assertion: RosterProto.PasskeyAssertion? = nil,
    trustDevice: Bool = false
  ) async throws -> SignInResponse {
    try await signIns().completeSecondFactor(
      CompleteSecondFactorRequest(
        sessionToken: signIn.sessionToken,
        code: code,
        passkeyAssertion: assertion,
        trustDevice: trustDevice
      )
    )
  }

  @discardableResult
  func validate(_ token: String) async throws -> ValidateSessionResponse {
    try await signIns().validateSession(ValidateSessionRequest(sessionToken: token))
  }

  // MARK: Second factors

  /// Gives the user of a session an authenticator app. Its present code is used up.
  func enableTwoFactor(_ token: String) async throws -> (app: TestApp, recoveryCodes: [String]) {
    let enrolment = try await credentials(as: token).enrolTwoFactor(EnrolTwoFactorRequest())
    let app = TestApp(enrolment.totpSecret)
    let codes = try await credentials(as: token).confirmTwoFactor(
      ConfirmTwoFactorRequest(code: app.code(at: clock.now))
    )
    return (app, codes.codes.split(separator: "\n").map(String.init))
  }

  /// Waits until the app shows another code.
  func nextCode(of app: TestApp) -> String {
    clock.advance(seconds: 30)
    return app.code(at: clock.now)
  }
}
