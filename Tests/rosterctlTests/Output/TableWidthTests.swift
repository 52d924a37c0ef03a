import RosterClient
import ScriptedServer
import Testing

@testable import rosterctl

@Suite("Tables on a terminal")
struct TableWidthTests {
  private func table(_ width: Int, _ rows: [[Cell]], headings: [String] = ["ID", "NAME", "NOTE"]) -> String {
    var table = Table(headings: headings, isColored: false, terminalWidth: width)
    return table.lines(rows, underHeadings: true)
  }

  @Test("a table that fits is left alone")
  func fits() {
    #expect(table(14, [[Cell("1"), Cell("Ada"), Cell("x")]]) == "ID  NAME  NOTE\n1   Ada   x\n")
  }

  @Test("the widest column shrinks first, and the table has the terminal's width")
  func widestFirst() {
    let row = [Cell("1", cutting: .never), Cell("Ada Lovelace"), Cell("the first of them all")]
    #expect(table(35, [row]) == "ID  NAME          NOTE\n1   Ada Lovelace  the first of the…\n")
    #expect(table(22, [row]) == "ID  NAME      NOTE\n1   Ada Lov…  the fir…\n")
    for width in 14...38 {
      let widest = table(width, [row]).split(separator: "\n").map { String($0).displayWidth }.max()
      #expect(widest == min(width, 39), "\(width)")
    }
  }

  @Test("ids are never cut, and times only where nothing else is left")
  func order() {
    let row = [
      Cell("123456789", cutting: .never), Cell("Ada Lovelace"), Cell("2026-07-30 12:00Z", cutting: .late),
    ]
    #expect(table(34, [row]).hasSuffix("\n123456789  Ada…  2026-07-30 12:00Z\n"))
    #expect(table(30, [row]).hasSuffix("\n123456789  Ada…  2026-07-30 1…\n"))
    #expect(table(5, [row]) == "ID         …  …\n123456789  …  …\n")
  }

  @Test("wide and combining characters are counted as a terminal shows them")
  func characters() {
    #expect("山田太郎".cut(toWidth: 8) == "山田太郎")
    #expect("山田太郎".cut(toWidth: 7) == "山田太…")
    #expect("山田太郎".cut(toWidth: 6) == "山田…")
    #expect("Zoe\u{308} Q.".cut(toWidth: 5) == "Zoe\u{308} …")
    #expect("👩‍💻ab".cut(toWidth: 3) == "👩‍💻…")
    #expect("ab".cut(toWidth: 1) == "…")
    #expect("ab".cut(toWidth: 0) == "")
    #expect(
      table(14, [[Cell("1"), Cell("山田太郎"), Cell("x")], [Cell("2"), Cell("Zoe\u{308}"), Cell("x")]])
        == "ID  NAME  NOTE\n1   山…   x\n2   Zoe\u{308}   x\n"
    )
  }

  @Test("what is cut was made safe before, so that no escape is cut open")
  func safe() {
    #expect(table(15, [[Cell("1"), Cell("\u{1B}[31mred"), Cell("x")]]).hasSuffix("\n1   \\u{1…  x\n"))
  }

  private static let server = ScriptedServer { server in
    server.on(UserServiceMethods.listUsers) { (_: ListUsersRequest) in
      let name = String(repeating: "a", count: 40)
      return ListUsersResponse(users: [User(id: 7, email: "\(name)@example.com", firstName: name)])
    }
  }

  @Test(
    "a list is as wide as the terminal; whole with -o wide, in other formats and off a terminal",
    arguments: [
      (true, ["-o", "table"], true), (true, ["-o", "wide"], false), (true, ["-o", "json"], false),
      (true, ["-o", "csv"], false), (false, [], false),
    ]
  )
  func list(isTerminal: Bool, options: [String], isCut: Bool) async {
    var shell = Shell(Self.server)
    shell.isTerminal = isTerminal
    shell.width = 60
    shell.environment["NO_COLOR"] = "1"
    let run = await shell.run(["users", "list"] + options)
    #expect(run.status == .done)
    #expect(run.output.contains("…") == isCut)
    #expect(run.output.contains("@example.com") != isCut)
    if isCut { #expect(run.output.split(separator: "\n").allSatisfy { String($0).displayWidth <= 60 }) }
  }

  @Test("COLUMNS overrides the terminal's width")
  func columns() async {
    var shell = Shell(Self.server)
    shell.isTerminal = true
    shell.width = 60
    shell.environment["COLUMNS"] = "200"
    #expect(await shell("users", "list").output.contains("@example.com"))
  }
}
