/// What runs when a method is called. It runs on the call's worker, and must not wait there.
public struct Handler: Sendable {
  let shape: MethodDescriptor.Shape
  let run: @Sendable (Call) -> HandlerOutcome

  /// A handler of any shape. One that streams passes messages by ``Call/requests`` and ``Call/replies``.
  package init(shape: MethodDescriptor.Shape, run: @escaping @Sendable (Call) -> HandlerOutcome) {
    self.shape = shape
    self.run = run
  }

  /// One request, one reply: answered at once, or by other threads with ``Call/finish(_:)``.
  public static func unary(_ run: @escaping @Sendable (Call) -> HandlerOutcome) -> Handler {
    Handler(shape: .unary, run: run)
  }

  /// A unary handler that may wait. Convenient, and a task a call dearer than ``unary(_:)``.
  public static func async(
    _ body: @escaping @Sendable (_ payload: [UInt8], _ deadline: Deadline?) async throws(RPCError) -> [UInt8]
  ) -> Handler {
    Handler(shape: .unary) { call in
      let payload = Array(call.payload)
      return call.answer { () async throws(RPCError) in try await body(payload, call.deadline) }
    }
  }

  /// One request, a stream of replies. The method may send until it returns or throws.
  package static func serverStreaming(
    _ body:
      @escaping @Sendable (
        _ payload: [UInt8], _ replies: MessageQueue, _ deadline: Deadline?
      ) async throws(RPCError) -> Void
  ) -> Handler {
    Handler(shape: .serverStreaming) { call in
      let payload = Array(call.payload)
      return call.answer { () async throws(RPCError) in
        try await body(payload, call.replies, call.deadline)
        return []
      }
    }
  }

  /// A stream of requests, one reply.
  package static func clientStreaming(
    _ body:
      @escaping @Sendable (
        _ requests: MessageQueue, _ deadline: Deadline?
      ) async throws(RPCError) -> [UInt8]
  ) -> Handler {
    Handler(shape: .clientStreaming) { call in
      call.answer { () async throws(RPCError) in try await body(call.requests, call.deadline) }
    }
  }

  /// A stream of requests and a stream of replies, each at its own pace.
  package static func bidirectionalStreaming(
    _ body:
      @escaping @Sendable (
        _ requests: MessageQueue, _ replies: MessageQueue, _ deadline: Deadline?
      ) async throws(RPCError) -> Void
  ) -> Handler {
    Handler(shape: .bidirectionalStreaming) { call in
      call.answer { () async throws(RPCError) in
        try await body(call.requests, call.replies, call.deadline)
        return []
      }
    }
  }
}

extension Call {
  /// Answers with what a task makes, which is cancelled with the call.
  fileprivate func answer(
    _ body: @escaping @Sendable () async throws(RPCError) -> [UInt8]
  ) -> HandlerOutcome {
    // The task is not asked again before it starts: from here on the call may be done.
    _ = begin()
    let task = Task {
      do throws(RPCError) {
        finish(.success(try await body()))
      } catch {
        finish(.failure(error))
      }
    }
    whenCancelled { task.cancel() }
    return .later
  }
}
