import ArgumentParser
import RosterClient
import Testing

@testable import rosterctl

@Suite("Arguments")
struct ArgumentTests {
  @Test("a user is an id or an e-mail address")
  func users() throws {
    #expect(try UserReference(parsing: "12") == .id(12))
    #expect(try UserReference(parsing: "ada@example.com") == .email("ada@example.com"))
    for text in ["", "0", "-1", "ada", "1.5", "99999999999999999999"] {
      #expect(throws: ValidationError.self, "\(text)") { try UserReference(parsing: text) }
    }
  }

  @Test("a principal is an id or a name")
  func principals() throws {
    #expect(try PrincipalReference(parsing: "12") == .id(12))
    #expect(try PrincipalReference(parsing: "billing") == .name("billing"))
    for text in ["", "0", "-1"] {
      #expect(throws: ValidationError.self, "\(text)") { try PrincipalReference(parsing: text) }
    }
  }

  @Test("grants are names of the contract with commas between, or none")
  func grants() throws {
    #expect(try GrantsArgument(parsing: "users.read, Mail.Manage").names == ["users.read", "mail.manage"])
    #expect(try GrantsArgument(parsing: "none").names == [])
    for text in ["", "users.read,", "none,users.read", "users"] {
      #expect(throws: ValidationError.self, "\(text)") { try GrantsArgument(parsing: text) }
    }
  }

  @Test("a kind of event is one of the contract's, or all of a noun's")
  func eventKinds() throws {
    #expect(try EventKindArgument(parsing: "user.updated").pattern == "user.updated")
    #expect(try EventKindArgument(parsing: "Key.*").pattern == "key.*")
    for text in ["", "user", "user.", "user.renamed", "nobody.*", "*"] {
      #expect(throws: ValidationError.self, "\(text)") { try EventKindArgument(parsing: text) }
    }
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
