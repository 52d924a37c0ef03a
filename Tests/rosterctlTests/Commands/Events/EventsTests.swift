import ArgumentParser
import RosterClient
import ScriptedServer
import Testing

@testable import rosterctl

@Suite("rosterctl events and mail")
struct EventsTests {
  private static let renamed = Event(
    id: 12,
    time: Timestamp(seconds: 1_785_412_800),
    actor: ProtoActor(kind: .user, id: 2, name: "Bob"),
    sourceAddress: "192.0.2.7",
    requestID: "r-1",
    kind: "user.updated",
    target: EventTarget(kind: .user, id: 2),
    changes: [
      EventChange(field: "first_name", before: "Rob", after: "Bob"),
      EventChange(field: "language", after: "de"), EventChange(field: "last_name", before: "B."),
      EventChange(field: "password", redacted: true),
    ],
    previousHash: [0, 255],
    hash: [10, 171]
  )
  private static let greeting = Mail(
    id: 3,
    templateName: "invitation",
    recipient: "carol@example.com",
    subject: "Invitation",
    state: .failed,
    attemptCount: 8,
    lastError: "550 no such user",
    revision: 9
  )

  private let server = ScriptedServer { server in
    server.on(EventServiceMethods.listEvents) { (request: ListEventsRequest) in
      guard request.filter == EventFilter() || request.orderBy == "id" else { return ListEventsResponse() }
      return ListEventsResponse(events: [renamed])
    }
    server.on(EventServiceMethods.verifyEvents) { (request: VerifyEventsRequest) in
      switch (request.startID, request.endID, request.pageToken) {
      case (0, 0, ""): VerifyEventsResponse(verifiedCount: 10, lastID: 10, lastHash: [1], nextPageToken: "11")
      case (0, 0, "11"): VerifyEventsResponse(verifiedCount: 2, lastID: 12, lastHash: [10, 171])
      case (5, 0, ""): VerifyEventsResponse(brokenID: 5, fault: .missing, nextPageToken: "6")
      case (0, 7, ""):
        VerifyEventsResponse(verifiedCount: 6, brokenID: 7, fault: .hash, lastID: 6, nextPageToken: "8")
      default: VerifyEventsResponse()
      }
    }
    server.on(MailServiceMethods.listMail) { (request: ListMailRequest) in
      ListMailResponse(
        mails: request.filter?.state == .sent || request.orderBy != "id desc" ? [] : [greeting]
      )
    }
    server.on(MailServiceMethods.getMail) { (_: GetMailRequest) in
      GetMailResponse(mail: greeting, textBody: "Hello,\nopen [redacted]\u{1B}\n", htmlBody: "<p>Hello</p>")
    }
    server.on(MailServiceMethods.retryMail) { (request: RetryMailRequest) in
      Mail(id: request.mailID, state: .queued, revision: request.expectedRevision + 1)
    }
  }

  @Test("events list tells who changed what, from what to what")
  func list() async {
    let run = await Shell(server)("events", "list")
    #expect(
      run.output == """
        ID  TIME               ACTOR       KIND          TARGET  ACCOUNT  CHANGES
        12  2026-07-30 12:00Z  user 2 Bob  user.updated  user 2           first_name: Rob -> Bob; \
        language: de; last_name: B. -> nothing; password: redacted

        """
    )
  }

  @Test("events list -o csv has a column a field, though nobody called for the actor")
  func csv() async {
    let lines = await Shell(server)("events", "list", "-o", "csv").output.split(separator: "\r\n")
    #expect(
      lines[0].hasPrefix("id,time,actor.kind,actor.id,actor.name,broker.kind,broker.id,broker.name,source_")
    )
    #expect(lines[1].hasPrefix("12,2026-07-30T12:00:00Z,user,2,Bob,,,,192.0.2.7,r-1,user.updated,user,2,,0,"))
    #expect(lines[1].hasSuffix(",00ff,0aab"))
  }

  @Test("events list takes conditions by kind and id, and times before now")
  func filter() throws {
    let options = try EventFilterOptions.parse([
      "--actor", "staff:1", "--target", "role", "--account", "7", "--kind", "role.*", "--by-request", "r",
      "--since", "-1d", "--until", "2026-07-30", "--after", "3",
    ])
    #expect(
      options.filter(now: Timestamp(seconds: 1_785_412_800))
        == EventFilter(
          actorKind: .staff,
          actorID: 1,
          targetKind: .role,
          accountID: 7,
          kind: "role.*",
          requestID: "r",
          timeAfter: Timestamp(seconds: 1_785_326_400),
          timeBefore: Timestamp(seconds: 1_785_369_600),
          afterID: 3
        )
    )
  }

  @Test(
    "events list refuses what is no kind or no id",
    arguments: ["nobody", "user:", "user:0", "user:x", ":1"]
  )
  func noKind(actor: String) async {
    #expect(await Shell(server)("events", "list", "--actor", actor).status == .usage)
  }

  @Test("events verify follows the chain to its end, and says what to note")
  func verify() async {
    let run = await Shell(server)("events", "verify")
    #expect(run.status == .done)
    #expect(run.output == "12 in order, the last 12, 0aab\n")
    #expect(run.error == "")
    #expect(server.log == ["VerifyEvents", "VerifyEvents"])
    #expect(await Shell(server)("events", "verify", "--start", "900").output == "there are no events\n")
  }

  @Test("events verify tells who is watching how far it has come")
  func progress() async {
    var shell = Shell(server)
    shell.isTerminal = true
    #expect(await shell("events", "verify").error == "\r10 events in order\u{1B}[K\r\u{1B}[K")
  }

  @Test("events verify stops at the first event that is not in order, and the exit code says so")
  func broken() async {
    let altered = await Shell(server)("events", "verify", "--end", "7")
    #expect(altered.status == .refused)
    #expect(altered.output.hasPrefix("broken at event 7: it was altered; 6 in order, the last 6"))
    let missing = await Shell(server)("events", "verify", "--start", "5", "-o", "json")
    #expect(missing.status == .refused)
    #expect(missing.output.contains("\"broken_id\": 5,\n  \"fault\": \"missing\""))
    #expect(server.log.count == 2)
  }

  @Test("mail list shows the newest first, and how far each has come")
  func listMail() async {
    let run = await Shell(server)("mail", "list", "--state", "failed")
    #expect(
      run.output == """
        ID  RECIPIENT          TEMPLATE    STATE   ATTEMPTS  QUEUED  SENT
        3   carol@example.com  invitation  failed  8                 never

        """
    )
  }

  @Test("mail get shows the text too, safe for a terminal")
  func getMail() async {
    let run = await Shell(server)("mail", "get", "3")
    #expect(run.output.contains("LAST ERROR    550 no such user\n"))
    #expect(run.output.hasSuffix("\n\nHello,\nopen [redacted]\\u{1b}\n"))
    let json = await Shell(server)("mail", "get", "3", "-o", "json")
    #expect(json.output.contains("\"html_body\": \"<p>Hello</p>\""))
  }

  @Test("mail retry queues it again")
  func retry() async {
    let run = await Shell(server)("mail", "retry", "3", "--expected-revision", "9", "-o", "csv")
    #expect(run.output.contains(",queued,"))
    #expect(run.output.hasSuffix(",10\r\n"))
  }
}
