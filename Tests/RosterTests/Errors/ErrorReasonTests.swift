import Foundation
import ProtobufC
import RPC
import RosterProto
import SQL
import Testing
import Work

@testable import Roster

@Suite("Reasons")
struct ErrorReasonTests {
  private static let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The reasons, each with its status code, as the contract's text has them.
  private static func contract() throws -> [String: String] {
    let text = try text("proto/roster/v1/error_reason.proto")
    let values = text.matches(of: #/^ +([A-Z_]+) = \d+ \[\(code\) = ([A-Z_]+)\];/#.anchorsMatchLineEndings())
    return Dictionary(values.map { (String($0.1), String($0.2)) }, uniquingKeysWith: { "\($0), \($1)" })
  }

  /// The reasons that follow a code in a text: `NOT_FOUND USER_NOT_FOUND or ACCOUNT_NOT_FOUND`, or in the
  /// next cell of a table.
  private static func pairs(in text: String, of contract: [String: String]) -> [(
    code: String, reason: String
  )] {
    var pairs: [(String, String)] = []
    var code: String?
    var isInList = false
    var end = text.startIndex
    for match in text.matches(of: #/\b[A-Z][A-Z_]+[A-Z]\b/#) {
      let word = String(match.0)
      let gap = text[end..<match.range.lowerBound]
      let isNext = gap.wholeMatch(of: #/[ `|]*/#) != nil
      let isListed = isInList && gap.wholeMatch(of: #/[ ,`|]*(and|or)?[ `]*/#) != nil
      if let current = code, isNext || isListed, contract[word] != nil {
        pairs.append((current, word))
        isInList = true
      } else {
        code = contract.values.contains(word) ? word : nil
        isInList = false
      }
      end = match.range.upperBound
    }
    return pairs
  }

  @Test("each has the code that the contract's text gives it, and no other is there")
  func contract() throws {
    let known = ErrorReason.allCases.filter { $0 != .unspecified }
    #expect(
      try Self.contract()
        == Dictionary(uniqueKeysWithValues: known.map { ($0.description, $0.code.description) })
    )
    #expect(known.count > 70)
  }

  @Test("are named with their codes in the comments of methods and in the protocol's page")
  func documentation() throws {
    let contract = try Self.contract()
    let directory = Self.root.appending(path: "proto/roster/v1").path
    let services = try FileManager.default.contentsOfDirectory(atPath: directory)
      .filter { $0.hasSuffix("_service.proto") }
    var named: Set<String> = []
    for path in services.map({ "proto/roster/v1/\($0)" }) + ["docs/PROTOCOL.md"] {
      // A comment's lines as one, so that a pair may be on two.
      let text = try Self.text(path).replacing(#/\n *\/\/ */#, with: " ")
      for (code, reason) in Self.pairs(in: text, of: contract) {
        #expect(contract[reason] == code, "\(path)")
        named.insert(reason)
      }
    }
    #expect(named.count > 50)
  }

  @Test("are read from an error; one of another contract stays readable as text")
  func reading() {
    #expect(RPCError(.emailTaken, "Taken.").reason == .emailTaken)
    let foreign = ErrorInfo(reason: "OUT_OF_PAPER", domain: "printer")
    let error = RPCError(.unavailable, "No.", details: [.errorInfo(foreign)])
    #expect(error.reason == nil)
    #expect(error.info?.reason == "OUT_OF_PAPER")
    let unset = ErrorInfo(reason: "ERROR_REASON_UNSPECIFIED", domain: "roster")
    #expect(RPCError(.unavailable, "No.", details: [.errorInfo(unset)]).reason == nil)
    #expect(RPCError(.unavailable, "No.").reason == nil)
    #expect(ErrorReason(rawValue: 9_999).code == .unknown)
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
          metadata: ["user_id": "7"]
        )
    )
  }

  @Test("errors of lower layers become refusals without internal details")
  func refusals() {
    struct Secret: Error {}
    let cases: [(any Error, Code, ErrorReason)] = [
      (RPCError(.emailTaken, "Taken."), .alreadyExists, .emailTaken),
      (DecodingError(.malformed), .internal, .internal),
      (DamagedData(place: "A Secret", problem: "is torn"), .dataLoss, .dataLoss),
      (ArenaExhausted(), .resourceExhausted, .messageTooLarge),
      (QueueError.full, .resourceExhausted, .overloaded),
      (QueueError.stopped, .unavailable, .shuttingDown),
      (QueueError.expired, .deadlineExceeded, .deadlineExceeded),
      (sqlError(.interrupted), .deadlineExceeded, .deadlineExceeded),
      (sqlError(.busy), .resourceExhausted, .overloaded),
      (sqlError(.full), .internal, .internal),
      (sqlError(.corrupt), .dataLoss, .dataLoss),
      (Secret(), .internal, .internal),
    ]
    for (error, code, reason) in cases {
      let refusal = RPCError(telling: error)
      #expect(refusal.code == code)
      #expect(refusal.reason == reason)
      #expect(refusal.info?.domain == "roster")
      #expect(!refusal.message.contains("Secret"))
      #expect(!refusal.message.contains("SELECT"))
      #expect((refusal.retryDelay != nil) == (reason == .overloaded))
    }
  }

  private func sqlError(_ kind: SQLError.Kind) -> SQLError {
    SQLError(kind: kind, code: 1, extendedCode: 1, message: "a message", sql: "SELECT secret")
  }
}
