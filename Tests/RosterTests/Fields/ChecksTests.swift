import RPC
import Roster
import RosterProto
import Testing

@Suite("Checks that many requests share")
struct ChecksTests {
  private func field(_ body: () throws -> Void) -> [String]? {
    do {
      try body()
      return nil
    } catch {
      return (error as? RPCError)?.fieldViolations.map(\.field)
    }
  }

  @Test(
    "an id is 1 or more",
    arguments: [
      (Int64.min, false), (-1, false), (0, false), (1, true), (.max, true),
    ] as [(Int64, Bool)]
  )
  func ids(_ id: Int64, _ isTaken: Bool) {
    #expect(field { try Checks.id(id, "user_id") } == (isTaken ? nil : ["user_id"]))
  }

  @Test(
    "a choice is one of the contract's values, or unspecified where it is optional",
    arguments: [(0, true, false), (1, true, true), (2, true, true), (3, false, false), (-1, false, false)]
      as [(Int32, Bool, Bool)]
  )
  func choices(_ number: Int32, _ isTaken: Bool, _ isTakenIfRequired: Bool) throws {
    let state = UserState(rawValue: number)
    #expect(field { _ = try Checks.choice(state, "state") } == (isTaken ? nil : ["state"]))
    #expect(field { try Checks.requiredChoice(state, "state") } == (isTakenIfRequired ? nil : ["state"]))
    if isTaken { #expect(try Checks.choice(state, "state") == (number == 0 ? nil : state)) }
  }

  @Test("the refusal of a choice lists the values")
  func listedChoices() {
    let error = #expect(throws: RPCError.self) { try Checks.requiredChoice(UserState(rawValue: 3), "state") }
    #expect(error?.message == "state must be one of USER_STATE_ACTIVE, USER_STATE_LOCKED.")
  }

  @Test(
    "a text has at most as many bytes as its limit",
    arguments: [("", true), ("äb", true), ("äbc", false)]
  )
  func bytes(_ text: String, _ isTaken: Bool) {
    #expect(field { try Checks.bytes(text, atMost: 3, "note") } == (isTaken ? nil : ["note"]))
  }

  @Test("a batch has 1 to 1,000 entries", arguments: [(0, false), (1, true), (1_000, true), (1_001, false)])
  func batches(_ count: Int, _ isTaken: Bool) {
    #expect(field { try Checks.batch(count, "ids") } == (isTaken ? nil : ["ids"]))
  }

  @Test("an expected revision is the current one, or 0 for none")
  func revisions() {
    #expect(field { try Checks.revision(0, current: 7, of: "It") } == nil)
    #expect(field { try Checks.revision(7, current: 7, of: "It") } == nil)
    #expect(field { try Checks.revision(-1, current: 7, of: "It") } == ["expected_revision"])
    let error = #expect(throws: RPCError.self) { try Checks.revision(6, current: 7, of: "It") }
    #expect(error?.code == .aborted)
    #expect(error?.reason == .revisionMismatch)
    #expect(error?.metadata == ["expected_revision": "6", "current_revision": "7"])
  }

  @Test(
    "an update mask names the fields to write: without one, those that are set; with *, all",
    arguments: [
      (nil, ["email"]),
      (["*"], ["email", "name"]),
      (["name"], ["name"]),
      (["name", "email", "name"], ["email", "name"]),
    ] as [([String]?, [String])]
  )
  func masks(_ paths: [String]?, _ written: [String]) throws {
    let mask = try UpdateMask(paths.map { FieldMask(paths: $0) }, writable: ["email": true, "name": false])
    #expect(["email", "name"].filter(mask.contains) == written)
  }

  @Test(
    "an update mask without a path, or with a read-only one, is refused",
    arguments: [
      [],
      ["id"], ["email", "id"], ["*", "email"], ["*", "*"], ["EMAIL"], ["email.local"], [""], [" email"],
    ]
  )
  func badMasks(_ paths: [String]) {
    #expect(
      field { _ = try UpdateMask(FieldMask(paths: paths), writable: ["email": true]) } == ["update_mask"]
    )
  }
}
