import ArgumentParser

struct SettingsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settings",
    abstract: "What the installation's operator decides.",
    subcommands: [
      SettingsList.self, SettingsGet.self, SettingsSet.self, SettingsReset.self,
    ],
    aliases: ["setting"]
  )
}
