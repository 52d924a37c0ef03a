import ArgumentParser

struct RolesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roles",
    abstract: "What principals may do.",
    subcommands: [
      RolesList.self, RolesGet.self, RolesCreate.self, RolesUpdate.self, RolesDelete.self,
    ],
    aliases: ["role"]
  )
}
