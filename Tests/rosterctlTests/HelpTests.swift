import ArgumentParser
import ScriptedServer
import Testing

@testable import rosterctl

@Suite("Help")
struct HelpTests {
  private func help(_ arguments: String...) async -> String {
    await Shell(ScriptedServer { _ in }).run(arguments + ["--help"]).output
  }

  /// The headings of a help text, in order.
  private func headings(_ text: String) -> [String] {
    text.split(separator: "\n").filter { $0.hasSuffix(":") && !$0.hasPrefix(" ") }.map {
      String($0.dropLast())
    }
  }

  @Test("a command's own options come before the global ones, and --help is the last of those")
  func order() async {
    let text = await help("users", "list")
    #expect(headings(text) == ["FILTERS", "PAGING", "OPTIONS", "GLOBAL OPTIONS"])
    let sections = text.split(separator: "\nGLOBAL OPTIONS:\n")
    #expect(sections[0].contains("\n  --order-by <field>"))
    #expect(!sections[0].contains("--server"))
    #expect(sections[1].hasPrefix("  --server <host:port|unix:path>\n"))
    #expect(sections[1].hasSuffix("\n  -h, --help              Show help information.\n"))
  }

  @Test("a command without options of its own has no heading for them")
  func none() async {
    #expect(headings(await help("accounts", "get")) == ["ARGUMENTS", "GLOBAL OPTIONS"])
  }

  @Test("subcommands come first")
  func subcommands() async {
    #expect(headings(await help()) == ["SUBCOMMANDS", "GLOBAL OPTIONS"])
    #expect(headings(await help("users")) == ["SUBCOMMANDS", "OPTIONS"])
    #expect(await help().hasSuffix("\n\n  See 'rosterctl help <subcommand>' for detailed help.\n"))
  }

  @Test(
    "the usage names what is needed, and not each option that is not",
    arguments: [
      ("", "rosterctl [<options>] <subcommand>"),
      ("users", "rosterctl users <subcommand>"),
      ("users list", "rosterctl users list [<options>]"),
      ("users delete", "rosterctl users delete [<options>] <user>"),
      ("keys create", "rosterctl keys create [<options>] <principal>"),
      ("accounts create", "rosterctl accounts create [<options>] <name> --owner <user>"),
      ("context list", "rosterctl context list [<options>]"),
      ("settings reset", "rosterctl settings reset [<options>] <settings> ..."),
      ("check", "rosterctl check [<options>] <user> <account> [<permission>]"),
    ]
  )
  func usage(command: String, usage: String) async {
    let words = command.split(separator: " ").map(String.init)
    let text = await Shell(ScriptedServer { _ in }).run(words + ["--help"]).output
    #expect(
      text.contains("\nUSAGE: \(usage)\n"),
      "\(text.split(separator: "\n").first { $0.hasPrefix("USAGE") } ?? "")"
    )
  }

  @Test("'help' says the same as --help")
  func helpCommand() async {
    let run = await Shell(ScriptedServer { _ in })("help", "users", "list")
    #expect(run.output == (await help("users", "list")))
  }

  @Test("what is no help is left alone")
  func others() {
    #expect(HelpText.arranged("0.1.0") == "0.1.0")
    #expect(HelpText.arranged("OVERVIEW: nothing more") == "OVERVIEW: nothing more")
  }

  @Test("every command has the global options, and under their heading")
  func everywhere() async {
    func leaves(_ command: any ParsableCommand.Type, _ path: [String]) -> [[String]] {
      let subcommands = command.configuration.subcommands
      if subcommands.isEmpty { return [path] }
      return subcommands.flatMap { leaves($0, path + [$0.configuration.commandName ?? ""]) }
    }
    for path in leaves(Rosterctl.self, []) {
      let text = await Shell(ScriptedServer { _ in }).run(path + ["--help"]).output
      #expect(headings(text).last == "GLOBAL OPTIONS", "\(path)")
    }
  }
}
