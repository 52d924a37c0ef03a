import ArgumentParser
import RosterClient

struct SettingsList: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the settings with their values and descriptions.",
    discussion: """
      EXAMPLES
        rosterctl settings list
        rosterctl settings list -o wide
      """,
    aliases: ["ls"]
  )

  @OptionGroup var options: GlobalOptions

  var purpose: String { "list settings" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let settings = try await roster.settings.getSettings()
    console.show(SettingEntry.all(settings, try await roster.settings.describeSettings()))
  }
}
