import RosterClient
import ScriptedServer
import Testing

@testable import rosterctl

@Suite("rosterctl settings")
struct SettingsTests {
  private static let defaults = Settings(
    invitationLifetime: ProtoDuration(seconds: 604_800),
    maxPendingInvitations: 100,
    sessionIdleLifetime: ProtoDuration(seconds: 86_400),
    securityQuestions: ["Pet?", "Car?"],
    productName: "Roster",
    revision: 1
  )

  private let server = ScriptedServer { server in
    server.on(SettingsServiceMethods.getSettings) { (_: GetSettingsRequest) in
      var settings = defaults
      settings.invitationLifetime = ProtoDuration(seconds: 5_400)
      settings.revision = 2
      return settings
    }
    server.on(SettingsServiceMethods.describeSettings) { (_: DescribeSettingsRequest) in
      let description = SettingDescription(
        name: "invitation_lifetime",
        description: "How long an invitation can be accepted.",
        bounds: "1 minute to 90 days"
      )
      return DescribeSettingsResponse(settings: [description], defaults: defaults)
    }
    server.on(SettingsServiceMethods.updateSettings) { (request: UpdateSettingsRequest) in
      guard var settings = request.settings, settings.maxPendingInvitations >= 0 else {
        throw RPCError(.internal, "unreachable")
      }
      // What was named comes back in the one text there is.
      settings.productName = (request.updateMask?.paths ?? []).joined(separator: "+")
      settings.revision = request.expectedRevision
      return settings
    }
  }

  @Test("list shows every setting, its value, and what it decides")
  func list() async {
    let run = await Shell(server)("settings", "list")
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 1 + SettingField.all.count)
    #expect(
      lines[2]
        == "invitation_lifetime               90m        How long an invitation can be accepted."
    )
    #expect(lines[10] == "security_questions                2 entries")
  }

  @Test("get shows one at length, with its default and bounds")
  func get() async {
    let run = await Shell(server)("settings", "get", "invitation-lifetime")
    #expect(run.output.contains("VALUE        90m\nDEFAULT      7d\nBOUNDS       1 minute to 90 days\n"))
    let list = await Shell(server)("settings", "get", "security_questions")
    #expect(list.output.hasSuffix("ENTRIES      Pet? | Car?\n"))
  }

  @Test("JSON has the values in their own types, durations as protobuf writes them")
  func json() async {
    let run = await Shell(server)("settings", "get", "invitation_lifetime", "-o", "json")
    #expect(run.output.contains("\"value\": \"5400s\",\n  \"default\": \"604800s\""))
    let list = await Shell(server)("settings", "get", "security_questions", "-o", "json")
    #expect(list.output.contains("\"value\": [\"Pet?\", \"Car?\"]"))
    let flag = await Shell(server)("settings", "get", "disable_client_user_management", "-o", "json")
    #expect(flag.output.contains("\"value\": false"))
  }

  @Test(
    "set writes the one setting it names",
    arguments: [
      (["disable_client_user_management", "true"], "\"value\": true"),
      (["invitation_lifetime", "3d"], "\"value\": \"259200s\""),
      (["max_pending_invitations", "7"], "\"value\": 7"),
      (["security_questions", "A?", "B?"], "\"value\": [\"A?\", \"B?\"]"),
      (["security_questions", ""], "\"value\": []"),
      (["sign_in_link", ""], "\"value\": \"\""),
    ]
  )
  func set(words: [String], value: String) async {
    let run = await Shell(server).run(["settings", "set"] + words + ["-o", "json"])
    #expect(run.status == .done)
    #expect(run.output.contains(value))
    #expect(server.log == ["UpdateSettings", "DescribeSettings"])
  }

  @Test("set sends a mask of that name, and the revision expected")
  func mask() async {
    let run = await Shell(server)(
      "settings",
      "set",
      "product_name",
      "Acme",
      "--expected-revision",
      "2",
      "-o",
      "csv"
    )
    #expect(run.output.hasSuffix("product_name,product_name,Roster,,,2\r\n"))
  }

  @Test(
    "set refuses a value of another type before it asks the server",
    arguments: [
      ["invitation_lifetime", "soon"], ["invitation_lifetime", "3"], ["max_pending_invitations", "many"],
      ["disable_client_user_management", "yes"], ["product_name", "two", "words"], ["shoe_size", "42"],
      ["invitation_lifetime", "9999999999d"], ["product_name"],
    ]
  )
  func refused(words: [String]) async {
    let run = await Shell(server).run(["settings", "set"] + words)
    #expect(run.status == .usage)
    #expect(run.error.filter { $0 == "\n" }.count == 1)
    #expect(server.log.isEmpty)
  }

  @Test("reset sends the defaults, of lists and conditions too")
  func reset() async {
    let run = await Shell(server)("settings", "reset", "security_questions", "invitation_lifetime")
    #expect(run.output.contains("security_questions   2 entries"))
    #expect(run.output.contains("invitation_lifetime  7d"))
    #expect(server.log.filter { $0 == "UpdateSettings" }.count == 1)
  }
}
