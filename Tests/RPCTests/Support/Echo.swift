import ProtobufC
import RPC

/// Methods that say what they were given, for tests of what carries calls.
enum Echo {
  static let service = "test.Echo"

  static func method(_ name: String, service: String = service) -> MethodDescriptor {
    MethodDescriptor(service: service, name: name)
  }

  /// Answers with the payload.
  static let payload = Handler.unary { .reply($0.payload) }

  /// Answers with a text made of the call.
  static func text(_ make: @escaping @Sendable (Call) -> String) -> Handler {
    .unary { call in
      // The arena's memory outlives the handler.
      .reply((try? call.arena.copy(make(call))) ?? call.payload)
    }
  }

  static func channel(_ handler: Handler, maxCallSeconds: Int64 = 3_600) -> InProcessChannel {
    var router = Router()
    router.register(method("Call"), handler)
    return InProcessChannel(
      router: router,
      peer: "a test",
      errorDomain: "test",
      maxCallSeconds: maxCallSeconds
    )
  }
}

extension InProcessChannel {
  /// Calls the one method there is.
  func call(_ payload: [UInt8] = [], _ options: CallOptions = CallOptions(timeout: nil))
    async throws(RPCError) -> [UInt8]
  {
    try await call(Echo.method("Call"), payload: payload, options: options)
  }

  func text(_ options: CallOptions = CallOptions(timeout: nil)) async throws(RPCError) -> String {
    String(decoding: try await call([], options), as: UTF8.self)
  }
}
