import FoundationEssentials
import RosterClient
import ScriptedServer
import Testing

@testable import rosterctl

@Suite("rosterctl staff, roles and keys")
struct StaffTests {
  @Test(
    "a principal is named by id or by name, in any case",
    arguments: [
      ["staff", "update", "EVE", "--role", "night"], ["staff", "delete", "eve", "--yes"],
      ["keys", "list", "--principal", "Eve"], ["staff", "get", "eve"],
    ]
  )
  func byName(arguments: [String]) async {
    let run = await Shell(server).run(arguments)
    #expect(run.status == .done, "\(run.error)")
    #expect(server.log.first == "ListPrincipals")
    let stranger = await Shell(server)("staff", "get", "Adam")
    #expect(stranger.status == .refused)
    #expect(stranger.error.contains("there is no principal 'Adam'"))
  }

  private static let eve = Principal(id: 2, kind: .staff, name: "Eve", role: "support", revision: 4)

  private let server = ScriptedServer { server in
    server.on(StaffServiceMethods.listPrincipals) { (request: ListPrincipalsRequest) in
      ListPrincipalsResponse(principals: request.kind == .service ? [] : [eve])
    }
    server.on(StaffServiceMethods.getPrincipal) { (_: GetPrincipalRequest) in eve }
    server.on(StaffServiceMethods.createPrincipal) { (request: CreatePrincipalRequest) in
      Principal(id: 3, kind: request.kind, name: request.name, role: request.role)
    }
    server.on(StaffServiceMethods.updatePrincipal) { (request: UpdatePrincipalRequest) in
      var principal = request.principal ?? Principal()
      principal.name = (request.updateMask?.paths ?? []).joined(separator: "+")
      return principal
    }
    server.on(StaffServiceMethods.deletePrincipal) { (request: DeletePrincipalRequest) in
      guard request.principalID == 1 else { return DeletePrincipalResponse() }
      throw RPCError.refusal(
        .failedPrecondition,
        "LAST_OWNER_KEY",
        "Somebody has to stay in charge: make another owner a key first."
      )
    }
    server.on(StaffServiceMethods.listRoles) { (_: ListRolesRequest) in
      let support = Role(
        name: "support",
        grants: ["users.list", "users.read"],
        builtIn: true,
        principalCount: 1
      )
      return ListRolesResponse(roles: [
        Role(name: "night", grants: ["mail.manage", "users.read"], revision: 6), support,
      ])
    }
    server.on(StaffServiceMethods.createRole) { (request: CreateRoleRequest) in
      Role(name: request.name, grants: request.grants)
    }
    server.on(StaffServiceMethods.updateRole) { (request: UpdateRoleRequest) in
      Role(
        name: request.role?.name ?? "",
        grants: request.role?.grants ?? [],
        revision: request.expectedRevision
      )
    }
    server.on(StaffServiceMethods.deleteRole) { (_: DeleteRoleRequest) in DeleteRoleResponse() }
    server.on(StaffServiceMethods.listKeys) { (request: ListKeysRequest) in
      let revoked = ApiKey(id: 6, principalID: 2, revokeTime: Timestamp(seconds: 1_785_000_000))
      let live = ApiKey(id: 5, principalID: 2, label: "laptop", expireTime: Timestamp(seconds: 1_785_000_000))
      return ListKeysResponse(keys: request.includeRevoked ? [live, revoked] : [live])
    }
    server.on(StaffServiceMethods.createKey) { (request: CreateKeyRequest, metadata) in
      CreateKeyResponse(
        key: ApiKey(id: 7, principalID: request.principalID, label: request.label),
        token: metadata["request-id"] == "again" ? "" : "rk_secret"
      )
    }
    server.on(StaffServiceMethods.revokeKey) { (request: RevokeKeyRequest) in
      ApiKey(id: request.keyID, revokeTime: Timestamp(seconds: 1_785_000_000))
    }
  }

  @Test("staff list shows the principals and their roles")
  func listStaff() async {
    let run = await Shell(server)("staff", "list")
    #expect(
      run.output == """
        ID  NAME  KIND   ROLE     CREATED
        2   Eve   staff  support

        """
    )
    #expect(await Shell(server)("staff", "list", "--kind", "service", "-o", "json").output == "[]\n")
  }

  @Test("staff create makes a person unless told otherwise; update names what it changes")
  func changeStaff() async {
    let person = await Shell(server)("staff", "create", "Dan", "--role", "support", "-o", "csv")
    #expect(person.output.contains("3,staff,Dan,support,"))
    let program = await Shell(server)(
      "staff",
      "create",
      "billing",
      "--role",
      "service",
      "--kind",
      "service",
      "-o",
      "csv"
    )
    #expect(program.output.contains("3,service,billing,service,"))
    let updated = await Shell(server)("staff", "update", "2", "--role", "owner", "-o", "csv")
    #expect(updated.output.contains(",role,owner,"))
    #expect(await Shell(server)("staff", "update", "2").status == .usage)
    #expect(await Shell(server)("staff", "get", "2").output.contains("REVISION  4\n"))
  }

  @Test("staff delete asks, and passes on why not")
  func deleteStaff() async {
    #expect(await Shell(server)("staff", "delete", "1").status == .usage)
    let run = await Shell(server)("staff", "delete", "1", "--yes")
    #expect(run.status == .refused)
    #expect(
      run.error == "rosterctl: cannot delete principal 1: Somebody has to stay in charge: "
        + "make another owner a key first (LAST_OWNER_KEY)\n"
    )
    #expect(await Shell(server)("staff", "delete", "2", "--yes").output == "Deleted principal 2.\n")
  }

  @Test("roles list shows what each allows")
  func listRoles() async {
    let run = await Shell(server)("roles", "list")
    #expect(
      run.output
        == """
        NAME     BUILT IN  PRINCIPALS  GRANTS                  CREATED
        night    no        0           mail.manage,users.read
        support  yes       1           users.list,users.read

        """
        .replacing("                  CREATED", with: "")
    )
  }

  @Test("roles update --add and --remove edit what was read, and only that revision of it")
  func editRole() async {
    let run = await Shell(server)(
      "roles",
      "update",
      "night",
      "--add",
      "events.read",
      "--remove",
      "mail.manage",
      "-o",
      "csv"
    )
    #expect(run.output.contains(#"night,"[""users.read"",""events.read""]","#))
    #expect(run.output.hasSuffix(",6\r\n"))
    let replaced = await Shell(server)("roles", "update", "night", "--grants", "none", "-o", "csv")
    #expect(replaced.output.contains("night,[],"))
    let got = await Shell(server)("roles", "get", "night", "-ojson")
    #expect(got.output.contains("\"grants\": [\"mail.manage\", \"users.read\"]"))
    let unknown = await Shell(server)("roles", "get", "day")
    #expect(unknown.status == .refused)
    #expect(unknown.error.contains("there is no role 'day': 'rosterctl roles list' lists them"))
    let missing = await Shell(server)("roles", "update", "day", "--add", "users.read")
    #expect(missing.status == .refused)
    #expect(missing.error.hasSuffix("(ROLE_NOT_FOUND)\n"))
  }

  @Test(
    "roles update refuses what contradicts itself",
    arguments: [[], ["--grants", "a.b", "--add", "c.d"]]
  )
  func contradiction(options: [String]) async {
    #expect(await Shell(server).run(["roles", "update", "night"] + options).status == .usage)
    #expect(server.log.isEmpty)
  }

  @Test("roles create and delete")
  func changeRoles() async {
    let created = await Shell(server)("roles", "create", "day", "--grants", "users.read,users.list")
    #expect(created.output.contains("users.read,users.list"))
    #expect(await Shell(server)("roles", "create", "day", "--grants", "users.read,,").status == .usage)
    #expect(await Shell(server)("roles", "delete", "day").status == .usage)
    #expect(await Shell(server)("roles", "delete", "day", "--yes").output == "Deleted role day.\n")
  }

  @Test("keys list marks what has expired or was revoked")
  func listKeys() async {
    let run = await Shell(server)("keys", "list", "--revoked")
    #expect(
      run.output == """
        ID  PRINCIPAL  LABEL   EXPIRES                    LAST USED  REVOKED
        5   2          laptop  2026-07-25 17:20Z expired  never      no
        6   2                  never                      never      2026-07-25 17:20Z

        """
    )
  }

  @Test("keys create prints the token alone, and the rest on standard error")
  func createKey() async {
    let run = await Shell(server)("keys", "create", "2", "--label", "laptop")
    #expect(run.output == "rk_secret\n")
    #expect(run.error == "rosterctl: this is the token of key 7; it is not shown again\n")
    let json = await Shell(server)("keys", "create", "2", "-o", "json")
    #expect(json.output.contains("\"token\": \"rk_secret\""))
  }

  @Test("keys create --save-token writes a file for its owner alone, and never over another")
  func saveToken() async throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "rosterctl-tests-\(UUID()).key")
    defer { try? FileManager.default.removeItem(at: file) }
    let run = await Shell(server)("keys", "create", "2", "--save-token", file.path)
    #expect(run.status == .done)
    #expect(!run.output.contains("rk_secret"))
    #expect(String(decoding: try Data(contentsOf: file), as: UTF8.self) == "rk_secret\n")
    let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let again = await Shell(server)("keys", "create", "2", "--save-token", file.path)
    #expect(again.status == .usage)
    #expect(server.log == ["CreateKey"])
    #expect(String(decoding: try Data(contentsOf: file), as: UTF8.self) == "rk_secret\n")
  }

  @Test("keys create repeated under its request id says that the token is gone, and leaves no file")
  func repeated() async {
    let file = FileManager.default.temporaryDirectory.appending(path: "rosterctl-tests-\(UUID()).key")
    let run = await Shell(server)(
      "keys",
      "create",
      "2",
      "--request-id",
      "again",
      "--save-token",
      file.path
    )
    #expect(run.status == .refused)
    #expect(run.error.contains("key 7 was made under this request id before"))
    #expect(!FileManager.default.fileExists(atPath: file.path))
  }

  @Test("keys revoke asks")
  func revokeKey() async {
    #expect(await Shell(server)("keys", "revoke", "7").status == .usage)
    #expect(await Shell(server)("keys", "revoke", "7", "--yes").output.contains("2026-07-25 17:20Z"))
  }

  @Test(
    "a request id is refused that no server takes",
    arguments: ["", "with blank", "ümlaut", String(repeating: "x", count: 65)]
  )
  func requestID(id: String) async {
    let run = await Shell(server)("keys", "revoke", "7", "--yes", "--request-id", id)
    #expect(run.status == .usage)
    #expect(server.log.isEmpty)
  }
}
