import ProtobufC

/// What runs when a method is called.
public enum Handler: Sendable {
  /// One request, one reply. It runs on the connection's worker: it answers at once, or takes
  /// ``ServerCall/later()`` and lets other threads answer.
  case unary(@Sendable (ServerCall) -> HandlerOutcome)

  /// A unary handler that may wait. Convenient, and a task a call dearer than ``unary(_:)``.
  public static func async(
    _ body: @escaping @Sendable (_ payload: [UInt8], _ deadline: Deadline?) async throws(RPCError) -> [UInt8]
  ) -> Handler {
    .unary { call in
      let reply = call.later()
      let payload = Array(call.payload)
      let deadline = call.deadline
      // The task is not asked again before it starts: from here on the call may be done.
      _ = reply.progress.begin()
      Task {
        do throws(RPCError) {
          reply.finish(.success(try await body(payload, deadline)))
        } catch {
          reply.finish(.failure(error))
        }
      }
      return .later
    }
  }
}

/// A unary handler that knows its messages: what a generated service interface asks for.
package struct UnaryHandler<Request: Message, Reply: Message>: Sendable {
  package let run: @Sendable (ServerCall) -> HandlerOutcome

  package init(_ run: @escaping @Sendable (ServerCall) -> HandlerOutcome) {
    self.run = run
  }
}
