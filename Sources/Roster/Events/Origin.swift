import RPC
import RosterProto

/// The origin of a change, as its event records it.
struct Origin: Sendable {
  let method: MethodDescriptor
  let peer: Peer
  let requestID: RequestID?

  /// - Throws: `INVALID_METADATA` for a malformed `request-id`.
  init(_ call: Call) throws(RPCError) {
    method = call.method
    peer = call.peer
    requestID = try call.metadata.bytes(for: "request-id").map(RequestID.init)
  }
}
