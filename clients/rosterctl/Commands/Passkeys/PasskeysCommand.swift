import ArgumentParser

struct PasskeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "passkeys",
    abstract: "The passkeys that users sign in with.",
    discussion: "A passkey is registered in a browser, on the site that users sign in to.",
    subcommands: [PasskeysList.self, PasskeysRemove.self],
    aliases: ["passkey"]
  )
}
