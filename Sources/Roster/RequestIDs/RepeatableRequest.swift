import Crypto
import ProtobufC
import RPC
import RosterProto

/// A change that its caller may repeat under the same request id (AIP-155).
struct RepeatableRequest: Sendable {
  private let id: RequestID
  private let method: String
  private let requestHash: [UInt8]

  /// - Parameter payload: the request as sent. Where it can have a secret, what is hashed is the request
  ///   without it: a password could be guessed from such a hash.
  init<Request: Message>(
    id: RequestID,
    of method: MethodDescriptor,
    _ request: Request,
    payload: UnsafeRawBufferPointer
  ) throws {
    self.id = id
    self.method = method.description
    requestHash =
      Request.hasSecrets
      ? Array(SHA256.hash(data: try request.withoutSecrets.serializedBytes()))
      : Array(SHA256.hash(data: payload))
  }

  /// The stored reply of an earlier change under this id, if any.
  ///
  /// - Throws: `REQUEST_ID_REUSED` if that change was another one.
  func keptReply<Reply: Message>(
    _ type: Reply.Type,
    _ context: WriteContext,
    _ arena: Arena
  ) throws -> [UInt8]? {
    guard let kept = try RequestIDQueries.kept(id, of: context.caller, now: context.now, context.db) else {
      return nil
    }
    guard kept.method == method, kept.requestHash == requestHash else {
      throw RPCError(
        .requestIDReused,
        "The request-id \(id.text) was used for another change. Use a new one for each change.",
        ["request_id": id.text]
      )
    }
    _ = try Reply(stored: kept.reply, in: arena, "the reply kept under the request-id \(id.text)")
    return kept.reply
  }

  /// Stores the reply of the change, in the same transaction. A preview is not stored, and neither is
  /// a secret.
  func keep<Request: Message, Reply: Message>(
    _ reply: Reply,
    for request: Request,
    _ context: WriteContext,
    _ arena: Arena
  ) throws {
    if let request = request as? any PreviewableRequest, request.validateOnly { return }
    let bytes = Array(try reply.withoutSecrets.packed(in: arena))
    try RequestIDQueries.keep(
      .init(method: method, requestHash: requestHash, reply: bytes),
      under: id,
      of: context.caller,
      now: context.now,
      context.db
    )
  }
}
