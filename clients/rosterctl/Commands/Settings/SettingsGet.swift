import ArgumentParser
import RosterClient

struct SettingsGet: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "get",
    abstract: "Show a setting with its value, default and bounds.",
    discussion: """
      EXAMPLES
        rosterctl settings get invitation_lifetime
      """
  )

  @Argument(help: "The setting, by name.", completion: .list(SettingField.all.map(\.name)))
  var setting: SettingField

  @OptionGroup var options: GlobalOptions

  var purpose: String { "get setting \(setting.name)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let settings = try await roster.settings.getSettings()
    console.showRecord(SettingEntry(setting, settings, try await roster.settings.describeSettings()))
  }
}
