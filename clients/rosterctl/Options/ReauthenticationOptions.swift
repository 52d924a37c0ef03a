import ArgumentParser
import RosterClient

/// How a user proves again who uses the session, where the server asks for it.
struct ReauthenticationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A file with your password, if it is needed again; '-' reads standard input.",
      valueName: "path"
    ),
    completion: .file()
  )
  var passwordFile: String?

  @Option(
    help: ArgumentHelp(
      "A file with a code of your second factor, if it is needed again.",
      valueName: "path"
    ),
    completion: .file()
  )
  var secondFactorFile: String?

  /// Makes a call. If it needs a fresh proof, asks for it and makes the call again.
  func call<Reply>(
    _ roster: RosterClient,
    _ terminal: Terminal,
    _ body: () async throws(RPCError) -> Reply
  ) async throws -> Reply {
    do {
      return try await body()
    } catch  where error.reason == .reauthenticationRequired {
      try await prove(roster.with(requestID: nil), terminal)
      return try await body()
    }
  }

  private func prove(_ roster: RosterClient, _ terminal: Terminal) async throws {
    let id = try await roster.system.getCaller().caller?.id ?? 0
    let user = try await roster.users.getUser(id: id)
    let password = try terminal.password("Your password", from: passwordFile, option: "--password-file")
    let code =
      user.twoFactorEnabled
      ? try terminal.code(
        "Code of your second factor",
        from: secondFactorFile,
        option: "--second-factor-file"
      )
      : ""
    try await roster.credentials.reauthenticate(password: password, code: code)
  }
}
