import Foundation
import TestSupport
import Testing

@Suite("The generator")
struct GeneratorRefusalTests {
  /// One change to the contract, and what the generator says to it.
  struct Change: CustomTestStringConvertible {
    let file: String
    let line: String
    let replacement: String
    let complaint: String

    var testDescription: String { replacement }
  }

  private static let users = "roster/v1/user_service.proto"
  private static let user = "roster/v1/user.proto"

  @Test(
    "refuses a contract with a missing or meaningless bound, a secret that is not marked, or the like",
    arguments: [
      Change(
        file: users,
        line: "user_ids = 1 [(max_items) = 1000];",
        replacement: "user_ids = 1;",
        complaint: "BatchGetUsersRequest.user_ids is in a request and needs the option (roster.v1.max_items)"
      ),
      Change(
        file: user,
        line: "email = 2 [(max_bytes) = 254];",
        replacement: "email = 2;",
        complaint: "User.email is in a request and needs the option (roster.v1.max_bytes)"
      ),
      Change(
        file: users,
        line: "update_mask = 2 [(max_items) = 32, ",
        replacement: "update_mask = 2 [",
        complaint: "UpdateUserRequest.update_mask is in a request and needs the option (roster.v1.max_items)"
      ),
      Change(
        file: users,
        line: "User user = 1;",
        replacement: "User user = 1 [(max_items) = 3];",
        complaint: "UpdateUserRequest.user cannot have the option (roster.v1.max_items)"
      ),
      Change(
        file: users,
        line: "missing_user_ids = 2;",
        replacement: "missing_user_ids = 2 [(max_items) = 3];",
        complaint: "BatchGetUsersResponse.missing_user_ids is in no request"
      ),
      Change(
        file: user,
        line: "email = 2 [(max_bytes) = 254];",
        replacement: "email = 2 [(max_bytes) = 0];",
        complaint: "User.email: max_bytes must be 1 or more"
      ),
      Change(
        file: users,
        line: "Toggle email_verified = 4;",
        replacement: "Toggle email_verified = 4; UserFilter inner = 44;",
        complaint: ".roster.v1.UserFilter contains itself"
      ),
      Change(
        file: users,
        line: "Toggle email_verified = 4;",
        replacement: "Toggle email_verified = 4; map<string, string> labels = 44;",
        complaint: "UserFilter is in a request, which cannot have maps"
      ),
      Change(
        file: "roster/v1/error_reason.proto",
        line: " [(code) = ABORTED]",
        replacement: "",
        complaint: "REVISION_MISMATCH: every reason but 0 needs the option (roster.v1.code)"
      ),
      Change(
        file: "roster/v1/staff_service.proto",
        line: "string token = 2 [(secret) = true];",
        replacement: "string token = 2;",
        complaint: "CreateKeyResponse.token needs the option (roster.v1.secret)"
      ),
      Change(
        file: users,
        line: "bool never_logged_in = 12;",
        replacement: "bool never_logged_in = 12 [(secret) = true];",
        complaint: "UserFilter.never_logged_in cannot be secret"
      ),
      Change(
        file: users,
        line: "string email = 2 [(max_bytes) = 254];",
        replacement: "string email = 2 [(max_bytes) = 254, (secret) = true];",
        complaint: "GetUserRequest.email: a oneof cannot have secrets"
      ),
    ]
  )
  func refusal(_ change: Change) throws {
    let directory = TemporaryDirectory()
    let contract = URL(filePath: directory.path).appending(path: "proto")
    let original = URL(filePath: #filePath).appending(path: "../../../proto").standardizedFileURL
    try FileManager.default.copyItem(at: original, to: contract)
    #expect(try generate(contract, into: directory.path) == "")

    let file = contract.appending(path: change.file)
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text.contains(change.line))
    try text.replacing(change.line, with: change.replacement).write(
      to: file,
      atomically: true,
      encoding: .utf8
    )
    #expect(try generate(contract, into: directory.path).contains(change.complaint))
  }

  /// Runs protoc on the whole contract, as dev/generate does.
  ///
  /// - Returns: what it complained of.
  private func generate(_ contract: URL, into directory: String) throws -> String {
    let tests = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    let plugin = tests.deletingLastPathComponent().appending(path: "protoc-gen-ttrpc-swift").path
    let files = try FileManager.default.subpathsOfDirectory(atPath: contract.path).filter { file in
      file.hasSuffix(".proto") && !file.hasSuffix("/options.proto")
        && (file.hasPrefix("roster/") || file.hasPrefix("grpc/"))
    }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      [
        "protoc", "-I", contract.path, "-I", "/usr/include", "--plugin=\(plugin)",
        "--ttrpc-swift_out=imports=RPC:\(directory)",
      ] + files
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let output = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self)
  }
}
