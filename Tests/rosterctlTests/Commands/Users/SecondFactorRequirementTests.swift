import FoundationEssentials
import RosterClient
import ScriptedServer
import Testing

@testable import rosterctl

@Suite("rosterctl: required second factors and imported passwords")
struct SecondFactorRequirementTests {
  /// Answers with the update mask in a text field.
  private let server = ScriptedServer { server in
    server.on(UserServiceMethods.updateUser) { (request: UpdateUserRequest) in
      var user = request.user ?? User()
      user.lastName = (request.updateMask?.paths ?? []).joined(separator: "+")
      return user
    }
    server.on(AccountServiceMethods.updateAccount) { (request: UpdateAccountRequest) in
      var account = request.account ?? Account()
      account.name += (request.updateMask?.paths ?? []).joined(separator: "+")
      return account
    }
    server.on(UserServiceMethods.createUser) { (request: CreateUserRequest) in
      User(id: 3, email: request.email, lastName: request.passwordHash)
    }
  }

  @Test("a flag writes the field, its opposite writes false", arguments: [true, false])
  func flags(isRequired: Bool) async {
    let flag = isRequired ? "--require-two-factor" : "--no-require-two-factor"
    let user = await Shell(server)("users", "update", "1", flag, "-o", "json")
    #expect(user.output.contains("\"last_name\": \"two_factor_required\""), "\(user.error)")
    #expect(user.output.contains("\"two_factor_required\": \(isRequired)"))
    let account = await Shell(server)("accounts", "update", "1", flag, "--name", "A ", "-o", "json")
    #expect(account.output.contains("\"name\": \"A name+two_factor_required\""), "\(account.error)")
    #expect(account.output.contains("\"two_factor_required\": \(isRequired)"))
  }

  @Test("an update of nothing is refused before the server is asked")
  func nothing() async {
    let run = await Shell(server)("accounts", "update", "1")
    #expect(run.status == .usage)
    #expect(run.error.contains("--require-two-factor"))
    #expect(server.log.isEmpty)
  }

  @Test("a hash is read from a file with one line")
  func hash() async throws {
    let home = TemporaryHome()
    let file = home.path + "/hash"
    try "$2b$12$abc\n".write(toFile: file, atomically: true, encoding: .utf8)
    let run = await Shell(server)(
      "users",
      "create",
      "c@example.com",
      "--password-hash-file",
      file,
      "-o",
      "json"
    )
    #expect(run.output.contains("\"last_name\": \"$2b$12$abc\""), "\(run.error)")
    try "one\ntwo\n".write(toFile: file, atomically: true, encoding: .utf8)
    let several = await Shell(server)("users", "create", "c@example.com", "--password-hash-file", file)
    #expect(several.status == .usage)
    #expect(several.error.contains("must contain one line and nothing else"))
  }
}
