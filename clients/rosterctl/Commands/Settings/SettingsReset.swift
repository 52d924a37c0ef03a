import ArgumentParser
import RosterClient

struct SettingsReset: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset",
    abstract: "Reset settings to their defaults.",
    discussion: """
      EXAMPLES
        rosterctl settings reset invitation_lifetime invitation_link
      """
  )

  @Argument(help: "The settings, by name.", completion: .list(SettingField.all.map(\.name)))
  var settings: [SettingField]

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "reset \(settings.map(\.name).joined(separator: ", "))" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let defaults = try await roster.settings.describeSettings().defaults ?? Settings()
    try await console.update(settings, defaults, roster, expectedRevision: revision.expectedRevision)
  }
}
