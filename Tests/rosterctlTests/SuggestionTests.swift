import ScriptedServer
import Testing

@testable import rosterctl

@Suite("What somebody may have meant")
struct SuggestionTests {
  private let server = ScriptedServer { _ in }

  @Test(
    "a mistyped noun or verb is named, with what it is close to",
    arguments: [
      ("usrs list", "There is no command 'usrs'. Did you mean 'users'? See 'rosterctl --help'"),
      ("users lsit", "There is no 'users' command 'lsit'. Did you mean 'list'? See 'rosterctl users --help'"),
      ("user delte 1 --yes", "There is no 'users' command 'delte'. Did you mean 'delete'?"),
      ("users verification shwo 1", "There is no 'users verification' command 'shwo'. Did you mean 'show'?"),
      ("--timeout 5 memebrs list 1", "There is no command 'memebrs'. Did you mean 'members'?"),
      ("users frobnicate", "There is no 'users' command 'frobnicate'. See 'rosterctl users --help'"),
    ]
  )
  func mistyped(line: String, message: String) async {
    let run = await Shell(server).run(line.split(separator: " ").map(String.init))
    #expect(run.status == .usage)
    #expect(run.error.hasPrefix("rosterctl: \(message)"), "\(run.error)")
    #expect(server.log.isEmpty)
  }

  @Test("where the commands are right, what else is wrong is told as before")
  func otherMistakes() async {
    #expect(Suggestion.message(for: ["users", "list", "--nonsense"]) == nil)
    #expect(Suggestion.message(for: ["--context", "usrs", "users", "list"]) == nil)
    #expect(Suggestion.message(for: ["users", "get", "lsit"]) == nil)
    #expect(Suggestion.message(for: ["help"]) == nil)
  }

  @Test(
    "words are as far apart as the edits between them",
    arguments: [
      ("list", "list", 0), ("list", "lsit", 1), ("list", "lst", 1), ("", "abc", 3), ("users", "keys", 3),
    ]
  )
  func distance(left: String, right: String, distance: Int) {
    #expect(Suggestion.distance(left, right) == distance)
    #expect(Suggestion.distance(right, left) == distance)
  }
}
