import ArgumentParser
import RosterClient

struct StaffGet: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "get",
    abstract: "Show a principal.",
    discussion: """
      EXAMPLES
        rosterctl staff get 2
      """
  )

  @Argument(help: "The principal, by id or name.")
  var principal: PrincipalReference

  @OptionGroup var options: GlobalOptions

  var purpose: String { "get principal \(principal)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    console.showRecord(try await roster.staff.getPrincipal(id: principal.id(at: roster)))
  }
}
