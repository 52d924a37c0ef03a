import ArgumentParser
import RosterClient
import Testing

@testable import rosterctl

@Suite("Arguments")
struct ArgumentTests {
  @Test("a user is an id or an e-mail address")
  func users() {
    #expect(UserReference(argument: "12") == .id(12))
    #expect(UserReference(argument: "ada@example.com") == .email("ada@example.com"))
    for text in ["", "0", "-1", "ada", "1.5", "99999999999999999999"] {
      #expect(UserReference(argument: text) == nil, "\(text)")
    }
  }

  @Test(
    "a time is absolute, a date, or relative to the present",
    arguments: [
      ("2026-07-30T12:00:00Z", "2026-07-30T12:00:00Z"),
      ("2026-07-30", "2026-07-30T00:00:00Z"),
      ("+30d", "1970-01-31T00:00:00Z"),
      ("-90m", "1969-12-31T22:30:00Z"),
      ("+2w", "1970-01-15T00:00:00Z"),
      ("-1h", "1969-12-31T23:00:00Z"),
    ]
  )
  func times(text: String, meaning: String) {
    #expect(TimeArgument(argument: text)?.time(now: Timestamp()).rfc3339 == meaning)
  }

  @Test(
    "what is no time is refused",
    arguments: ["", "30d", "+d", "+1y", "+1.5d", "++1d", "+123456d", "tomorrow"]
  )
  func noTimes(text: String) {
    #expect(TimeArgument(argument: text) == nil)
  }

  @Test("permissions are names with commas, and blanks if wanted, between; or all, or none")
  func permissions() throws {
    for text in ["tickets,orders", "tickets, orders", " Tickets ,ORDERS\n"] {
      #expect(try PermissionsArgument(parsing: text).permissions == [.tickets, .orders])
    }
    #expect(try PermissionsArgument(parsing: "all").permissions.count == 13)
    #expect(try PermissionsArgument(parsing: "none").permissions == [])
  }

  @Test(
    "what is no permission is named, with all that are",
    arguments: [("", "''"), ("tickets,", "''"), ("all,tickets", "'all'"), ("tickets, root", "'root'")]
  )
  func noPermissions(text: String, culprit: String) {
    let error = #expect(throws: ValidationError.self) { try PermissionsArgument(parsing: text) }
    #expect(error?.message.hasPrefix("\(culprit) is no permission. There are: profile, contacts,") == true)
  }
}
