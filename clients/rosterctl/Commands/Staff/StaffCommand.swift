import ArgumentParser

struct StaffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "staff",
    abstract: "The principals: staff and services, which call with API keys.",
    subcommands: [
      StaffList.self, StaffGet.self, StaffCreate.self, StaffUpdate.self, StaffDelete.self,
    ]
  )
}
