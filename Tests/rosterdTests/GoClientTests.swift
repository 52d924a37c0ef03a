import Foundation
import RosterProto
import TestSupport
import Testing

@Suite("containerd's own client, in Go")
struct GoClientTests {
  private let directory = TemporaryDirectory()

  @Test("The example client builds from Debian's packages, works, and reads a refusal's details")
  func demo() throws {
    let program = try build()
    try LiveServer.run(in: directory) { server in
      let result = try run(program, server, "demo")
      #expect(result.exit == .code(0), "\(result.errors)")
      let lines = result.output.split(separator: "\n")
      try #require(lines.count == 4, "\(result.output)")
      #expect(lines[0].hasPrefix("created 1 ada.") && lines[0].hasSuffix("@example.com, Ada Lovelace"))
      #expect(lines[1] == "got" + lines[0].dropFirst("created".count))
      #expect(lines[2] == "listed" + lines[0].dropFirst("created".count))
      #expect(lines[3].hasPrefix("refused: NotFound: "))
      #expect(lines[3].contains("reason USER_NOT_FOUND, domain roster"))

      // The same user, seen by another client.
      #expect(try server.connect().user(1).lastName == "Lovelace")

      let taken = try run(program, server, "create", "ada@example.com")
      #expect(taken.exit == .code(0))
      let again = try run(program, server, "create", "ADA@example.com")
      #expect(again.exit == .code(1))
      #expect(again.errors.contains("reason EMAIL_TAKEN, domain roster"))
      let malformed = try run(program, server, "create", "ada")
      #expect(malformed.errors.contains("field email must be an e-mail address"))
    }
  }

  private func run(
    _ program: String,
    _ server: LiveServer,
    _ arguments: String...
  ) throws -> ChildProcess.Result {
    let connection = ["-server", "\(server.endpoint)", "-token-file", "\(directory.data)/root.key"]
    return try ChildProcess.run(program, connection + arguments)
  }

  /// - Returns: the program's path.
  private func build() throws -> String {
    // Beside the other products, so that what Go keeps of a build serves the next.
    let products = URL(filePath: LiveServer.program).deletingLastPathComponent()
    let build = URL(filePath: #filePath).appending(path: "../../../clients/go/build").standardizedFileURL.path
    let result = try ChildProcess.run(build, [products.appending(path: "go").path])
    try #require(result.exit == .code(0), "clients/go/build: \(result.errors)")
    return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
