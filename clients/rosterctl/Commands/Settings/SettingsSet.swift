import ArgumentParser
import RosterClient

struct SettingsSet: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Change a setting. It takes effect with the next call.",
    discussion: """
      A duration is a number and a unit: 90s, 30m, 12h, 7d or 2w. Each entry of a \
      list is an argument; a single empty text clears the list.

      EXAMPLES
        rosterctl settings set disable_client_user_management true
        rosterctl settings set invitation_lifetime 3d
        rosterctl settings set security_questions "Your first car?" "Your first pet?"
      """
  )

  @Argument(help: "The setting, by name.", completion: .list(SettingField.all.map(\.name)))
  var setting: SettingField

  @Argument(help: "The new value.")
  var values: [String]

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "set \(setting.name)" }

  func validate() throws {
    var settings = Settings()
    do {
      try setting.write(values, to: &settings)
    } catch {
      throw ValidationError(error.message ?? "")
    }
  }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    var settings = Settings()
    try setting.write(values, to: &settings)
    try await console.update([setting], settings, roster, expectedRevision: revision.expectedRevision)
  }
}
