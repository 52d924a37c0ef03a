import ArgumentParser
import RosterClient

struct Health: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "health",
    abstract: "Check whether the server is serving. No token is needed.",
    discussion: """
      The exit code is 0 only if it is.

      EXAMPLES
        rosterctl health --timeout 2
        rosterctl health roster.v1.UserService
      """
  )

  @Argument(help: "The full name of a service (default: the whole server).")
  var service = ""

  @OptionGroup var options: GlobalOptions

  var purpose: String { "check the health of \(service.isEmpty ? "the server" : service)" }

  var needsToken: Bool { false }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let status = try await roster.health.check(service: service)
    console.answer(Cell(status.name, status == .serving ? .good : .bad), ["status": JSON(status)])
    guard status == .serving else { throw Failure(status: .refused) }
  }
}
