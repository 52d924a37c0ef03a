import ProtobufC
import RPC
import Roster
import RosterProto
import Synchronization

/// Sessions in memory that a test opens, in place of sign-in.
final class TestSessions: SessionDirectory {
  private let users = Mutex<[[UInt8]: SignedInUser]>([:])

  /// - Returns: the session's token.
  func open(for user: User) -> String {
    let token = "session-\(user.id)"
    let name = [user.firstName, user.lastName].filter { !$0.isEmpty }.joined(separator: " ")
    users.withLock {
      $0[Array(token.utf8)] = SignedInUser(id: user.id, name: name.isEmpty ? user.email : name)
    }
    return token
  }

  func user(token: [UInt8]) -> SignedInUser? {
    users.withLock { $0[token] }
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
