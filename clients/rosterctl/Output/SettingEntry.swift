import RosterClient

/// One setting, with what the server says of it.
struct SettingEntry: Sendable {
  let field: SettingField
  let settings: Settings
  let defaults: Settings
  let description: SettingDescription

  init(_ field: SettingField, _ settings: Settings, _ descriptions: DescribeSettingsResponse) {
    self.field = field
    self.settings = settings
    defaults = descriptions.defaults ?? Settings()
    description = descriptions.settings.first { $0.name == field.name } ?? SettingDescription()
  }

  static func all(_ settings: Settings, _ descriptions: DescribeSettingsResponse) -> [SettingEntry] {
    SettingField.all.map { SettingEntry($0, settings, descriptions) }
  }
}

extension SettingEntry: Presentable {
  static var blank: SettingEntry { SettingEntry(SettingField.all[0], Settings(), DescribeSettingsResponse()) }

  static let columns: [Column<SettingEntry>] = [
    Column(key: "NAME") { $0.field.name },
    Column("VALUE") { $0.field.text($0.settings) },
    Column("DEFAULT", isWide: true) { $0.field.text($0.defaults) },
    Column("BOUNDS", isWide: true) { $0.description.bounds },
    Column("REVISION", isWide: true) { String($0.settings.revision) },
    Column("DESCRIPTION") { $0.description.description },
    Column("ENTRIES", isWide: true) { $0.field.entries($0.settings).joined(separator: " | ") },
  ]

  var json: JSON {
    [
      "name": .string(field.name),
      "value": field.json(settings),
      "default": field.json(defaults),
      "bounds": .string(description.bounds),
      "description": .string(description.description),
      "revision": .int(settings.revision),
    ]
  }
}
