import ArgumentParser
import RosterClient

struct SignInCommand: InvocationCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign-in",
    abstract: "Sign in as a user; later commands call as that user.",
    discussion: """
      The key in use must have the grant sessions.broker. The password is asked for, and a code of the \
      second factor if the user has one. The session is kept as a context of its own, which is in use from \
      then on; sign-out ends it and returns to the context before.

      EXAMPLES
        rosterctl sign-in ada@example.com
        rosterctl sign-in ada@example.com --password-file ada.password --save-as ada
      """
  )

  @Argument(help: "The user's e-mail address.")
  var email: String

  @Option(
    help: ArgumentHelp("A file with the password; '-' reads standard input.", valueName: "path"),
    completion: .file()
  )
  var passwordFile: String?

  @Option(
    help: ArgumentHelp(
      "A file with a code of the second factor; '-' reads standard input.",
      valueName: "path"
    ),
    completion: .file()
  )
  var codeFile: String?

  @Option(help: ArgumentHelp("The context's name (default: the e-mail address).", valueName: "name"))
  var saveAs: String?

  @OptionGroup var options: GlobalOptions

  private var contextName: String { saveAs ?? email }

  func run(in invocation: Invocation, _ console: Console) async throws {
    let file = invocation.configurationFile
    guard try !file.read().names.contains(contextName) else {
      throw Failure.usage(
        "there is a context '\(contextName)' already: end its session with 'rosterctl sign-out --context "
          + "\(contextName)', or pass --save-as NAME"
      )
    }
    let destination = try invocation.destination(options)
    let token = try destination.token()
    let password = try invocation.terminal.password(
      "Password of \(email)",
      from: passwordFile,
      option: "--password-file"
    )
    // Before the call: a session whose token cannot be kept is useless.
    let tokenFile = try SessionFiles(beside: file).create()
    do {
      try await invocation.call(destination.server, token, options, purpose: "sign in as \(email)") {
        roster in
        let reply = try await signIn(password, at: roster, invocation.terminal)
        try tokenFile.write(reply.sessionToken + "\n")
        try keep(tokenFile, at: destination.server, in: file)
        show(reply, invocation, console)
      }
    } catch {
      tokenFile.discard()
      throw error
    }
  }

  private func signIn(
    _ password: String,
    at roster: RosterClient,
    _ terminal: Terminal
  ) async throws -> SignInResponse {
    let reply = try await roster.sessions.signIn(email: email, password: password, deviceLabel: "rosterctl")
    guard !reply.sessionToken.isEmpty else {
      throw Failure(
        status: .refused,
        message:
          "the session was made under this request id before, and its token is not shown again: sign in anew"
      )
    }
    guard reply.session?.stage == .secondFactor else { return reply }
    guard reply.secondFactors.contains(.totp) || reply.secondFactors.contains(.recoveryCode) else {
      throw Failure(
        status: .refused,
        message: "the second factor is a passkey, which needs a browser: sign in on the site"
      )
    }
    let code = try terminal.code(
      "Code of the authenticator app, or a recovery code",
      from: codeFile,
      option: "--code-file"
    )
    // Another change than the first, so under another id.
    return try await roster.with(requestID: nil).sessions.completeSecondFactor(
      session: reply.sessionToken,
      code: code
    )
  }

  /// Makes the session's context the one in use.
  private func keep(
    _ tokenFile: SecretFile,
    at server: Endpoint,
    in file: ConfigurationFile
  ) throws(Failure) {
    var configuration = try file.read()
    let former = configuration.current
    configuration.set(
      contextName,
      Configuration.Context(server: server, tokenFile: tokenFile.path, former: former)
    )
    configuration.current = contextName
    try file.write(configuration)
  }

  private func show(_ reply: SignInResponse, _ invocation: Invocation, _ console: Console) {
    let session = reply.session ?? .blank
    console.done(
      "Signed in as \(reply.user?.email ?? email), in context \(contextName).",
      [
        "context": .string(contextName),
        "recovery_codes_left": .int(Int64(reply.recoveryCodesLeft)),
        "session": session.json,
      ]
    )
    if let next = Self.next(session.stage) { console.note(next) }
    if session.methods.contains(.recoveryCode) {
      console.note("\(reply.recoveryCodesLeft) recovery codes are left")
    }
    // The environment comes before the current context.
    for name in ["ROSTER_TOKEN_FILE", "ROSTER_SERVER"]
    where !invocation.environment[name, default: ""].isEmpty {
      console.note("\(name) is set and is used first: pass --context \(contextName), or unset it")
    }
  }

  /// What a session has to do before it is complete.
  private static func next(_ stage: SessionStage) -> String? {
    switch stage {
    case .enrolment: "a second factor is required: set one up with 'rosterctl two-factor enrol'"
    case .passwordChange: "the password must be changed first: 'rosterctl password change'"
    default: nil
    }
  }
}
