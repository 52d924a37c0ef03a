import RPC
import Roster
import RosterProto
import Testing

/// Expects a call to be refused with exactly this reason, code, field and metadata.
func expectRefusal<Reply>(
  _ reason: ErrorReason,
  field: String? = nil,
  _ metadata: [String: String] = [:],
  sourceLocation: SourceLocation = #_sourceLocation,
  _ call: () async throws -> Reply
) async {
  do {
    let reply = try await call()
    Issue.record("answered \(reply)", sourceLocation: sourceLocation)
  } catch let error as RPCError {
    #expect(error.reason == reason, sourceLocation: sourceLocation)
    #expect(error.code == reason.code, sourceLocation: sourceLocation)
    #expect(error.info?.domain == "roster", sourceLocation: sourceLocation)
    #expect(error.metadata == metadata, sourceLocation: sourceLocation)
    #expect(error.fieldViolations.map(\.field) == (field.map { [$0] } ?? []), sourceLocation: sourceLocation)
    #expect(error.message.hasSuffix("."), "says what is wrong and what to do", sourceLocation: sourceLocation)
  } catch {
    Issue.record("threw \(error)", sourceLocation: sourceLocation)
  }
}

/// Expects a change to be refused because the entity is at another revision than the caller read.
func expectRevisionMismatch<Reply>(
  expected: Int64,
  current: Int64,
  sourceLocation: SourceLocation = #_sourceLocation,
  _ call: () async throws -> Reply
) async {
  await expectRefusal(
    .revisionMismatch,
    ["expected_revision": "\(expected)", "current_revision": "\(current)"],
    sourceLocation: sourceLocation,
    call
  )
}

extension RPCError {
  /// The metadata of the ErrorInfo.
  var metadata: [String: String] {
    info?.metadata ?? [:]
  }
}
