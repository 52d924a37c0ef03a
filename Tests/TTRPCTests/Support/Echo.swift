import ProtobufC
import RPC
import Synchronization

/// A small service: what it does is in its methods' names.
enum Echo {
  static let now = method("Now", hasNoSideEffects: true)
  static let later = method("Later")
  static let refuse = method("Refuse")
  /// Replies with as many bytes as the payload's four bytes say.
  static let bytes = method("Bytes")
  static let token = method("Token")
  static let followers = method("Followers")

  private static func method(_ name: String, hasNoSideEffects: Bool = false) -> MethodDescriptor {
    MethodDescriptor(service: "test.Echo", name: name, hasNoSideEffects: hasNoSideEffects)
  }

  static func router(_ held: HeldCalls = HeldCalls()) -> Router {
    var router = Router()
    router.register(now, .unary { .reply($0.payload) })
    router.register(later, .unary { call in held.hold(call) })
    router.register(refuse, .unary { _ in .failure(RPCError(.notFound, "It is not here.")) })
    router.register(
      bytes,
      .unary { call in
        let count = call.payload.loadUnaligned(as: UInt32.self)
        guard let memory = try? call.arena.allocate(byteCount: Int(count)) else { return .later }
        memory.initializeMemory(as: UInt8.self, repeating: 7, count: Int(count))
        return .reply(UnsafeRawBufferPointer(start: memory, count: Int(count)))
      }
    )
    router.register(
      token,
      .unary { call in
        .reply(call.metadata.bytes(for: "authorization") ?? UnsafeRawBufferPointer(start: nil, count: 0))
      }
    )
    router.register(
      followers,
      .unary { call in
        guard let memory = try? call.arena.allocate(byteCount: 1) else { return .later }
        memory.storeBytes(of: call.hasFollowers ? 1 : 0, as: UInt8.self)
        return .reply(UnsafeRawBufferPointer(start: memory, count: 1))
      }
    )
    return router
  }

  static func count(_ bytes: Int) -> [UInt8] {
    withUnsafeBytes(of: UInt32(bytes)) { Array($0) }
  }
}

/// Calls that wait until a test answers them.
final class HeldCalls: Sendable {
  private struct State {
    var calls: [(call: Call, payload: [UInt8])] = []
    var waiter: (count: Int, continuation: CheckedContinuation<Void, Never>)?
  }

  private let state = Mutex(State())

  func hold(_ call: Call) -> HandlerOutcome {
    let payload = Array(call.payload)
    let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
      state.calls.append((call, payload))
      guard let waiter = state.waiter, state.calls.count >= waiter.count else { return nil }
      state.waiter = nil
      return waiter.continuation
    }
    waiter?.resume()
    return .later
  }

  /// Returns when so many calls are held.
  func arrive(_ count: Int) async {
    await withCheckedContinuation { continuation in
      let isHere = state.withLock { state in
        if state.calls.count >= count { return true }
        state.waiter = (count, continuation)
        return false
      }
      if isHere { continuation.resume() }
    }
  }

  /// Answers all that are held with their own payload, or with an error.
  func finish(_ error: RPCError? = nil) {
    let calls = state.withLock { state in
      defer { state.calls = [] }
      return state.calls
    }
    for (call, payload) in calls { call.finish(error.map { .failure($0) } ?? .success(payload)) }
  }
}
