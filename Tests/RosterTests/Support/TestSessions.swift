import Credentials
import ProtobufC
import RPC
import Roster
import RosterProto
import SQL

/// Opens sessions in the database, without a sign-in.
struct TestSessions {
  let test: TestService

  /// - Returns: the session's token.
  func open(for user: User, stage: SessionStage = .complete) -> String {
    let token = OpaqueToken.generate(.session)
    let now = test.clock.now.microseconds
    do {
      _ = try test.service.store.writer.perform { db in
        try db.run(
          sql: """
            INSERT INTO sessions (
              user_id, token_hash, stage, account_id, methods, authenticate_time, device_label,
              source_address, impersonator_kind, impersonator_id, impersonator_name, create_time,
              last_use_time, idle_lifetime, expire_time, revision
            ) VALUES ($1, $2, $3, 0, 2, $4, '', '', 0, 0, '', $4, $4, 86400000000, $5, 1)
            """,
          values: [user.id, token.hash.bytes, Int64(stage.rawValue), now, now + 86_400_000_000]
        )
      }
    } catch {
      preconditionFailure("a session cannot be opened: \(error)")
    }
    return token.text
  }
}

extension Sealer {
  /// With keys of its own.
  static func forTests() -> Sealer {
    var generator = SystemRandomNumberGenerator()
    let key = (0..<SecretKeyring.keyBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    return Sealer(SecretKeyring(keys: [1: key]))
  }
}
extension TestService {
  var events: EventServiceClient {
    EventServiceClient(channel: channel, options: Self.options(rootToken))
  }

  /// All events so far, oldest first.
  func allEvents() async throws -> [Event] {
    try await events.listEvents(ListEventsRequest(pageSize: 1_000)).events
  }

  /// The id of the last event: the revision of what it changed.
  func lastEventID() async throws -> Int64 {
    try await events.listEvents(ListEventsRequest(pageSize: 1, orderBy: "id desc")).events.first?.id ?? 0
  }

  /// Makes a call as somebody, under a request id where one is given.
  ///
  /// - Returns: the encoded reply.
  @discardableResult
  func call(
    _ method: MethodDescriptor,
    _ request: any Message,
    as token: String? = nil,
    id: String? = nil
  ) async throws -> [UInt8] {
    var options = Self.options(token ?? rootToken)
    if let id { options.metadata.append((key: "request-id", value: id)) }
    return try await channel.call(method, payload: try request.serializedBytes(), options: options)
  }
}
