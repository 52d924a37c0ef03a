import ArgumentParser
import RosterClient

struct KeysCreate: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Create a key for a principal and print its token. The token is shown only once.",
    discussion: """
      The token is written to standard output, or to a new file that only you can read.

      EXAMPLES
        rosterctl keys create 2 --label laptop --save-token eve.key
        rosterctl keys create 3 --label "billing, 2027" --expires +90d > billing.key
      """
  )

  @Argument(help: "The principal, by id or name.")
  var principal: PrincipalReference

  @Option(help: ArgumentHelp("What the key is used for.", valueName: "text"))
  var label = ""

  @Option(
    help: ArgumentHelp("When it expires: a time, a date, +90d, or never.", valueName: "time")
  )
  var expires: ExpiryArgument = .never

  @Option(
    help: ArgumentHelp("Write the token to this file; it must not exist yet.", valueName: "path"),
    completion: .file()
  )
  var saveToken: String?

  @OptionGroup var options: GlobalOptions

  var purpose: String { "create a key of principal \(principal)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    // Before the call: if the token cannot be saved, the new key is useless.
    let file = try saveToken.map { path throws(Failure) in try SecretFile(creating: path) }
    do {
      let id = try await principal.id(at: roster)
      let expiry = expires.expiry(now: console.presentation.now)
      let reply = try await roster.staff.createKey(principal: id, label: label, expiry: expiry)
      try keep(reply, file, console)
    } catch {
      file?.discard()
      throw error
    }
  }

  private func keep(_ reply: CreateKeyResponse, _ file: SecretFile?, _ console: Console) throws(Failure) {
    let key = reply.key ?? .blank
    guard !reply.token.isEmpty else {
      throw Failure(
        status: .refused,
        message: "key \(key.id) was made under this request id before, and its token is not shown again: "
          + "revoke the key and make another"
      )
    }
    if let file {
      try file.write(reply.token + "\n")
      return console.show(key)
    }
    console.answer(Cell(reply.token), ["key": key.json, "token": .string(reply.token)])
    console.note("this is the token of key \(key.id); it is not shown again")
  }
}
