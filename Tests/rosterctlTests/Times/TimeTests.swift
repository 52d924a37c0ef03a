import ArgumentParser
import RosterClient
import ScriptedServer
import Testing

@testable import rosterctl

@Suite("Times")
struct TimeTests {
  private let presentation = Presentation(isColored: false, now: Timestamp(seconds: 1_785_412_800))

  @Test(
    "what a table prints is accepted, and means the same minute",
    arguments: [0, 59, 1_785_412_800, 1_785_412_859, -1, 4_102_444_799] as [Int64]
  )
  func printed(seconds: Int64) throws {
    let minute = Timestamp(seconds: seconds - (seconds % 60 + 60) % 60)
    let text = presentation.time(Timestamp(seconds: seconds, nanos: 5)).text
    #expect(try TimeArgument(parsing: text) == .at(minute))
    #expect(try ExpiryArgument(parsing: text) == .at(.at(minute)))
  }

  @Test("what a table prints where a membership never ends is accepted")
  func never() throws {
    #expect(try ExpiryArgument(parsing: presentation.expiry(nil).text) == .never)
  }

  @Test("what JSON prints is accepted")
  func json() throws {
    let time = Timestamp(seconds: 1_785_412_859, nanos: 250_000_000)
    #expect(try TimeArgument(parsing: time.rfc3339) == .at(time))
  }

  @Test(
    "a time is absolute, a date, or relative to the present",
    arguments: [
      ("2026-07-30T12:00:00Z", "2026-07-30T12:00:00Z"),
      ("2026-07-30 12:00Z", "2026-07-30T12:00:00Z"),
      ("2026-07-30T12:00+02:00", "2026-07-30T10:00:00Z"),
      ("2026-07-30 12:00:30Z", "2026-07-30T12:00:30Z"),
      ("2026-07-30", "2026-07-30T00:00:00Z"),
      ("+30d", "1970-01-31T00:00:00Z"),
      ("-90m", "1969-12-31T22:30:00Z"),
      ("-45s", "1969-12-31T23:59:15Z"),
      ("+2w", "1970-01-15T00:00:00Z"),
      ("-1h", "1969-12-31T23:00:00Z"),
    ]
  )
  func times(text: String, meaning: String) throws {
    #expect(try TimeArgument(parsing: text).time(now: Timestamp()).rfc3339 == meaning)
  }

  @Test(
    "what is no time is refused by name, with what is one",
    arguments: [
      "", "30d", "+d", "+1y", "+1.5d", "++1d", "+123456d", "tomorrow", "2026-07-30 12:00", "2026-07-30 12Z",
      "2026-07-30 12:00.5Z", "2026-07-30 24:00Z", "2026-02-30", "2026-07-30 12:00Z expired",
    ]
  )
  func noTimes(text: String) {
    for expected in [
      #expect(throws: ValidationError.self) { try TimeArgument(parsing: text) },
      #expect(throws: ValidationError.self) { try ExpiryArgument(parsing: text) },
    ] {
      #expect(expected?.message.hasPrefix("'\(text)' is no time: write ") == true)
      #expect(expected?.message.contains("2026-07-30T12:00:00Z") == true)
    }
  }

  @Test(
    "every option that takes a time takes what tables print, and names what is no time",
    arguments: [
      "events list --since", "events list --until", "mail list --since", "mail list --until",
      "users list --last-login-after", "users list --last-login-before", "users list --created-after",
      "users list --created-before", "users verification order 1 --time", "keys create 1 --expires",
      "members update 1 2 --expires", "members associate 1 2 --permissions all --expires",
      "invites send 1 a@example.com --permissions all --expires",
    ]
  )
  func options(line: String) async {
    let words = line.split(separator: " ").map(String.init)
    let accepted = await Shell(ScriptedServer { _ in }).run(words + ["2026-07-30 12:00Z"])
    // The scripted server has no methods: it refuses, and the command line was in order.
    #expect(accepted.status == .refused, "\(accepted.error)")
    for text in ["yesterdayy", "-x"] {
      let refused = await Shell(ScriptedServer { _ in }).run(words + [text])
      #expect(refused.status == .usage)
      #expect(refused.error.hasPrefix("rosterctl: \(words.last!): '\(text)' is no time: write "))
    }
  }

  @Test(
    "durations are written with the largest unit that divides them",
    arguments: [(0, "0s"), (90, "90s"), (3_600, "1h"), (86_400, "1d"), (90_000, "25h")] as [(Int64, String)]
  )
  func durations(seconds: Int64, text: String) {
    #expect(DurationText.text(ProtoDuration(seconds: seconds)) == text)
    #expect(DurationText.seconds(text) == seconds)
  }
}
