import ArgumentParser

struct SettingsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settings",
    abstract: "The settings of the installation.",
    subcommands: [
      SettingsList.self, SettingsGet.self, SettingsSet.self, SettingsReset.self,
    ],
    aliases: ["setting"]
  )
}
