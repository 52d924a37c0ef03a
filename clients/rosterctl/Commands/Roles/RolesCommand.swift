import ArgumentParser

struct RolesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roles",
    abstract: "Named sets of grants for principals.",
    subcommands: [
      RolesList.self, RolesGet.self, RolesCreate.self, RolesUpdate.self, RolesDelete.self,
    ],
    aliases: ["role"]
  )
}
