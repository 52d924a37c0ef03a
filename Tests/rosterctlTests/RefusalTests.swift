import FoundationEssentials
import ScriptedServer
import Testing

@testable import rosterctl

@Suite("Values that are refused")
struct RefusalTests {
  @Test(
    "the error names the option, the culprit and what is allowed",
    arguments: [
      ("accounts get acme", "<account>: 'acme' is no id: an id is a number from 1"),
      ("invites get 0", "<invitation>: '0' is no id: an id is a number from 1"),
      ("users get ada", "<user>: 'ada' is no user: write an id, a number from 1, or an e-mail address"),
      ("staff get 0", "<principal>: '0' is no principal: write an id, a number from 1, or a name"),
      ("events list --actor nobody", "--actor: 'nobody' is no kind of actor. There are: system, staff,"),
      ("events list --actor user:x", "--actor: 'x' is no id: an id is a number from 1"),
      ("events list --target usr:5", "--target: 'usr' is no kind of target. Did you mean 'user'? There are:"),
      ("events list --account -1", "--account: '-1' is no id"),
      (
        "events list --kind user.creatd",
        "--kind: 'user.creatd' is no kind of event. Did you mean 'user.created'?"
      ),
      ("events list --kind user", "--kind: 'user' is no kind of event. Did you mean 'user.*'?"),
      (
        "events list --kind key.made",
        "--kind: 'key.made' is no kind of event. There are: key.created, key.revoked."
      ),
      ("roles create x --grants user.read", "--grants: 'user.read' is no grant. Did you mean 'users.read'?"),
      ("roles update x --add users.read,x", "--add: 'x' is no grant. There are: users.list, users.read,"),
      (
        "members update 1 2 --add tikets",
        "--add: 'tikets' is no permission. Did you mean 'tickets'? There are: profile,"
      ),
    ]
  )
  func named(line: String, message: String) async {
    let server = ScriptedServer { _ in }
    let run = await Shell(server).run(line.split(separator: " ").map(String.init))
    #expect(run.status == .usage)
    #expect(run.error.hasPrefix("rosterctl: \(message)"), "\(run.error)")
    #expect(run.error.contains(". See 'rosterctl "))
    #expect(server.log.isEmpty)
  }

  @Test("a value that has the words of an error in it is shown whole")
  func misleading() async {
    let run = await Shell(ScriptedServer { _ in })("accounts", "get", "' is invalid for 'x': y")
    #expect(run.status == .usage)
    #expect(run.error.contains("'' is invalid for 'x': y' is no id"))
  }

  /// A file of the contract.
  private func contract(_ name: String) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    return try String(contentsOf: root.appending(path: "proto/roster/v1/\(name)"), encoding: .utf8)
  }

  /// What a file of the contract says between two of its phrases.
  private func section(of name: String, from start: String, to end: String) throws -> Substring {
    let text = try contract(name)
    let from = try #require(text.firstRange(of: start), "\(name) has no: \(start)")
    let rest = text[from.upperBound...]
    let to = try #require(rest.firstRange(of: end), "\(name) has no: \(end)")
    return rest[..<to.lowerBound]
  }

  @Test("the grants are those that the contract lists")
  func grants() throws {
    let list = try section(of: "staff.proto", from: "// These are the grants.", to: "message Role {")
    let names = list.matches(of: #/\n//   ([a-z]+\.[a-z]+) /#).map { String($0.output.1) }
    #expect(names == GrantsArgument.all)
  }

  @Test("the kinds of event are those that the contract lists")
  func eventKinds() throws {
    let list = try section(of: "event.proto", from: "The kinds are:", to: "The event's id")
    var noun = ""
    let kinds = list.matches(of: #/([a-z]*)\.([a-z_]+)/#).map { match in
      if !match.output.1.isEmpty { noun = String(match.output.1) }
      return "\(noun).\(match.output.2)"
    }
    #expect(kinds == EventKindArgument.kinds)
  }
}
