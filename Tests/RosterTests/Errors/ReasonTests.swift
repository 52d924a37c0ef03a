import Foundation
import ProtobufC
import RPC
import RosterProto
import SQL
import Testing
import Work

@testable import Roster

@Suite("Reasons")
struct ReasonTests {
  /// The reasons of `error_reason.proto`, each with its status code.
  private static let contract: [String: String] = {
    let root = URL(
      fileURLWithPath: "../../..",
      relativeTo: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    )
    let text = try! String(
      contentsOf: root.appendingPathComponent("proto/roster/v1/error_reason.proto"),
      encoding: .utf8
    )
    var reasons: [String: String] = [:]
    var code = ""
    for line in text.split(separator: "\n") {
      if let match = line.wholeMatch(of: #///   ([A-Z_]+)/#) { code = String(match.1) }
      if let match = line.prefixMatch(of: #///     ([A-Z_]+)(?: |$)/#) { reasons[String(match.1)] = code }
    }
    return reasons
  }()

  @Test("each is in the contract, under its code", arguments: Reason.allCases)
  func contract(_ reason: Reason) {
    #expect(Self.contract[reason.rawValue] == reason.code.description)
  }

  @Test("an error has its reason, the domain and its metadata")
  func error() {
    let error = RPCError(.userNotFound, "No.", ["user_id": "7"])
    #expect(error.code == .notFound)
    #expect(
      error.info
        == ErrorInfo(
          reason: "USER_NOT_FOUND",
          domain: "roster",
          metadata: [.init(key: "user_id", value: "7")]
        )
    )
  }

  @Test("errors of lower layers become refusals without internal details")
  func refusals() {
    struct Secret: Error {}
    let cases: [(any Error, Code, String)] = [
      (RPCError(.emailTaken, "Taken."), .alreadyExists, "EMAIL_TAKEN"),
      (DecodingError(.malformed), .internal, "INTERNAL"),
      (DamagedData(place: "A Secret", problem: "is torn"), .dataLoss, "DATA_LOSS"),
      (ArenaExhausted(), .resourceExhausted, "MESSAGE_TOO_LARGE"),
      (QueueError.full, .resourceExhausted, "OVERLOADED"),
      (QueueError.stopped, .unavailable, "SHUTTING_DOWN"),
      (QueueError.expired, .deadlineExceeded, "DEADLINE_EXCEEDED"),
      (sqlError(.interrupted), .deadlineExceeded, "DEADLINE_EXCEEDED"),
      (sqlError(.busy), .resourceExhausted, "OVERLOADED"),
      (sqlError(.full), .internal, "INTERNAL"),
      (sqlError(.corrupt), .dataLoss, "DATA_LOSS"),
      (Secret(), .internal, "INTERNAL"),
    ]
    for (error, code, reason) in cases {
      let refusal = RPCError(telling: error)
      #expect(refusal.code == code)
      #expect(refusal.reason == reason)
      #expect(refusal.info?.domain == "roster")
      #expect(!refusal.message.contains("Secret"))
      #expect(!refusal.message.contains("SELECT"))
      #expect((refusal.retryDelay != nil) == (reason == "OVERLOADED"))
    }
  }

  private func sqlError(_ kind: SQLError.Kind) -> SQLError {
    SQLError(kind: kind, code: 1, extendedCode: 1, message: "a message", sql: "SELECT secret")
  }
}
