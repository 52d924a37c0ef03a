import ArgumentParser
import RosterClient

struct TwoFactorConfirm: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "confirm",
    abstract: "Enable your authenticator app by one of its codes, and show the recovery codes, once.",
    discussion: """
      EXAMPLES
        rosterctl two-factor confirm
      """
  )

  @Option(
    help: ArgumentHelp("A file with the code; '-' reads standard input.", valueName: "path"),
    completion: .file()
  )
  var codeFile: String?

  @OptionGroup var options: GlobalOptions

  var purpose: String { "enable the authenticator app" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let code = try console.terminal.code("Code of the app", from: codeFile, option: "--code-file")
    try console.show(try await roster.credentials.confirmTwoFactor(code: code))
  }
}

extension Console {
  /// Prints recovery codes, one a line.
  func show(_ reply: RecoveryCodes) throws(Failure) {
    guard !reply.codes.isEmpty else {
      throw Failure(
        status: .refused,
        message:
          "the codes were made under this request id before, and are not shown again: make new ones with "
          + "'rosterctl two-factor recovery-codes'"
      )
    }
    let codes = reply.codes.split(separator: "\n").map(String.init)
    show(codes.map { RecoveryCodeEntry(code: $0) })
    note("each code replaces the app once; keep them in a safe place: they are not shown again")
  }
}

/// A recovery code as the list shows it.
private struct RecoveryCodeEntry: Presentable {
  let code: String

  static let blank = RecoveryCodeEntry(code: "")

  static let columns: [Column<RecoveryCodeEntry>] = [Column(key: "RECOVERY CODE") { $0.code }]

  var json: JSON { ["recovery_code": .string(code)] }
}
