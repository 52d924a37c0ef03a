import ProtobufC

/// A way to reach a server, whatever the transport: what generated clients call through.
public protocol Channel: Sendable {
  /// Makes one unary call and waits for its reply.
  ///
  /// - Parameter payload: the encoded request message.
  /// - Returns: the encoded reply message.
  /// - Throws: the server's error, `UNAVAILABLE` where it cannot be reached, `DEADLINE_EXCEEDED` when time is
  ///   up. `UNKNOWN`, reason `OUTCOME_UNKNOWN`, where a change was sent and no answer tells whether it was
  ///   made.
  func call(
    _ method: MethodDescriptor,
    payload: [UInt8],
    options: CallOptions
  ) async throws(RPCError) -> [UInt8]

  /// Opens a call of a method that streams. It is never tried again.
  ///
  /// - Parameter payload: the encoded request message of a method that takes one; otherwise empty.
  /// - Throws: `UNAVAILABLE` where the server cannot be reached. All else that fails ends the stream.
  func stream(
    _ method: MethodDescriptor,
    payload: [UInt8],
    options: CallOptions
  ) async throws(RPCError) -> ClientStream
}

extension Channel {
  /// Makes one unary call with messages for request and reply.
  package func call<Request: Message, Reply: Message>(
    _ method: MethodDescriptor,
    _ request: Request,
    options: CallOptions
  ) async throws(RPCError) -> Reply {
    let payload: [UInt8]
    do {
      payload = try request.serializedBytes()
    } catch {
      throw RPCError(
        .resourceExhausted,
        "The request to \(method) is larger than a message may be.",
        cause: error
      )
    }
    let bytes = try await call(method, payload: payload, options: options)
    do {
      return try Reply(serializedBytes: bytes)
    } catch {
      throw RPCError(.internal, "The server's reply to \(method) could not be read.", cause: error)
    }
  }
}
