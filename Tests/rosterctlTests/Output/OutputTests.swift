import RosterClient
import Testing

@testable import rosterctl

@Suite("Output")
struct OutputTests {
  @Test("a table's columns line up by what is shown, no line ending in blanks")
  func table() {
    var table = Table(headings: ["ID", "NAME", "NOTE"], isColored: false)
    let rows = [
      [Cell("1"), Cell("山田 太郎"), Cell("x")],
      [Cell("22"), Cell("Zoe\u{308}"), Cell("")],
      [Cell("3"), Cell(""), Cell("y\u{1B}")],
    ]
    #expect(
      table.lines(rows, underHeadings: true) == """
        ID  NAME       NOTE
        1   山田 太郎  x
        22  Zoe\u{308}
        3              y\\u{1b}

        """
    )
  }

  @Test("a later page of a table may widen a column and never narrows one")
  func tablePages() {
    var table = Table(headings: ["A", "B"], isColored: false)
    #expect(table.lines([[Cell("long"), Cell("x")]], underHeadings: true) == "A     B\nlong  x\n")
    #expect(table.lines([[Cell("s"), Cell("x")]], underHeadings: false) == "s     x\n")
    #expect(table.lines([[Cell("longer"), Cell("x")]], underHeadings: false) == "longer  x\n")
  }

  @Test("colour surrounds the text and leaves the widths alone")
  func colour() {
    var table = Table(headings: ["A", "B"], isColored: true)
    let lines = table.lines([[Cell("on", .good), Cell("x")]], underHeadings: true)
    #expect(lines == "\u{1B}[1mA\u{1B}[0m   \u{1B}[1mB\u{1B}[0m\n\u{1B}[32mon\u{1B}[0m  x\n")
  }

  @Test("JSON keeps the order of fields and escapes what a terminal would obey")
  func json() {
    let value: JSON = [
      "text": .string("\"\\\n\u{1B}\u{9B}é"),
      "numbers": .array([.int(-1), .int(.max)]),
      "nothing": .null,
      "inner": ["yes": .bool(true)],
      "list": .array([["a": .int(1)]]),
      "empty": .object([]),
    ]
    #expect(
      value.text() == #"""
        {
          "text": "\"\\\n\u001b\u009bé",
          "numbers": [-1, 9223372036854775807],
          "nothing": null,
          "inner": {
            "yes": true
          },
          "list": [
            {
              "a": 1
            }
          ],
          "empty": {}
        }
        """#
    )
  }

  @Test("CSV quotes what has to be quoted, and nothing else")
  func csv() {
    #expect(
      CSV.line(["plain", "a,b", "say \"hi\"", "two\nlines", "", "\"\u{301}"])
        == "plain,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",,\"\"\"\u{301}\"\r\n"
    )
  }

  @Test("CSV names the fields of inner objects after the outer one's")
  func nestedCSV() {
    let header = CSV.header(of: UserAccount.blank.json)
    #expect(header.first == "account.id")
    #expect(header.contains("membership.permissions"))
    let entry = UserAccount(
      account: Account(id: 4),
      membership: Membership(permissions: [.profile, .tickets])
    )
    let values = CSV.values(of: entry.json)
    #expect(values.count == header.count)
    #expect(values[header.firstIndex(of: "membership.permissions")!] == "[\"profile\",\"tickets\"]")
  }

  @Test(
    "CSV keeps spreadsheets from running a text as a formula, and leaves numbers alone",
    arguments: [
      (JSON.string("=HYPERLINK(1)"), "'=HYPERLINK(1)"), (.string("+1"), "'+1"), (.string("-1"), "'-1"),
      (.string("@x"), "'@x"), (.string("\t=1"), "'\t=1"), (.string("a=b"), "a=b"), (.int(-1), "-1"),
      (.object([.init(name: "a", value: .array([.string("b, c"), .null]))]), #"["b, c",null]"#),
    ]
  )
  func formulas(value: JSON, text: String) {
    let object: JSON = ["x": value]
    #expect(CSV.values(of: object) == [text])
  }

  @Test(
    "a list without elements still has its frame",
    arguments: [
      (OutputFormat.json, "[]\n"),
      (.table, "ID  NAME  STATE  OWNER  CREATED\n"),
      (.csv, "id,name,state,owner_user_id,create_time,update_time,revision,two_factor_required\r\n"),
    ]
  )
  func emptyList(format: OutputFormat, text: String) {
    let presentation = Presentation(isColored: false, now: Timestamp())
    var formatter = ListFormatter<Account>(format, presentation)
    #expect(formatter.text([]) + formatter.end() == text)
  }

  @Test("a membership that has run out says so")
  func expiry() {
    let presentation = Presentation(isColored: false, now: Timestamp(seconds: 1_785_412_800))
    #expect(presentation.expiry(nil).text == "never")
    #expect(presentation.expiry(Timestamp(seconds: 1_785_412_800)).text == "2026-07-30 12:00Z expired")
    #expect(presentation.expiry(Timestamp(seconds: 1_785_412_801)).text == "2026-07-30 12:00Z")
  }
}
